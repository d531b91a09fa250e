/** What authors of modules import. */
export { errorText, OvoscopeError, type Place, type Problem } from './errors/problem.ts';
export type * from './plugin/container.ts';
export {
  type KeptFile,
  type KeptFiles,
  type Log,
  Processing,
  type ProcessingClass,
  type Task,
  type TaskFile,
  type ValueOf,
} from './plugin/processing.ts';
export { type Output, Reporting, type ReportingClass } from './plugin/reporting.ts';
export { Signature, type SignatureClass, type Watch } from './plugin/signature.ts';
export type { ByteSource } from './util/byte-source.ts';
