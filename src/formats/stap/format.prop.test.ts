import { stapLogText } from '../../../tests/support/sample-logs.ts';
import { describeCallLog } from '../call-log/call-log.cases.ts';
import { stapLog } from './format.ts';

describeCallLog(stapLog, stapLogText);
