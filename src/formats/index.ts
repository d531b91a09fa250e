/** Readers of the formats that sandboxes and monitors write, for authors of processing modules. */
export { fileProblems } from '../errors/files.ts';
export { stringsProblems } from '../errors/strings.ts';
export { type FileHashes, hashSource } from '../util/hash-file.ts';
export { IndexCache } from './call-log/index-cache.ts';
export { type CallQuery, LogCallList } from './call-log/list.ts';
export { CallLog, type CallLogOptions } from './call-log/log.ts';
export { type LogFiles, type OpenLogsOptions, openCallLogs } from './call-log/open.ts';
export type * from './call-log/types.ts';
export { csvLog } from './csv/format.ts';
export { describeFile } from './file-type/describe.ts';
export { monitorBson } from './monitor-bson/format.ts';
export { netlog } from './netlog/format.ts';
export { stapLog } from './stap/format.ts';
export { type StringEncoding, StringScanner, type StringScanOptions, type StringVisitor } from './strings/scan.ts';
