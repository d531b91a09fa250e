import { capeLog, cuckoo1Log, cuckoo2Log } from '../../../tests/support/sample-logs.ts';
import { describeCallLog } from '../call-log/call-log.cases.ts';
import { monitorBson } from './format.ts';

describeCallLog(monitorBson, cuckoo1Log);
describeCallLog(monitorBson, cuckoo2Log);
describeCallLog(monitorBson, capeLog);
