import { csvLogText } from '../../../tests/support/sample-logs.ts';
import { describeCallLog } from '../call-log/call-log.cases.ts';
import { csvLog } from './format.ts';

describeCallLog(csvLog, csvLogText);
