import type { CallLogFormat } from '../call-log/types.ts';
import { type ParsedRecords, ReportScanner } from './scanner.ts';
import type { CallRegion } from './types.ts';

/** The calls of a JSON report, whose processes stand in these regions, in ascending order. */
export function reportCalls(regions: readonly CallRegion[]): CallLogFormat {
  const parsed: ParsedRecords = new WeakMap();
  return {
    name: 'report-json',
    version: 1,
    folds: false,
    scanner: (context) => new ReportScanner(context, regions, parsed),
  };
}
