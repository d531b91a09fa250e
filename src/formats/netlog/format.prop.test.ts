import { netlogLog } from '../../../tests/support/sample-logs.ts';
import { describeCallLog } from '../call-log/call-log.cases.ts';
import { netlog } from './format.ts';

describeCallLog(netlog, netlogLog);
