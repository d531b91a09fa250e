import type { CallLogFormat } from '../call-log/types.ts';
import { type ReportMemory, ReportScanner } from './scanner.ts';
import type { CallRegion } from './types.ts';

/** The calls of a JSON report, whose processes stand in these regions, in ascending order. */
export function reportCalls(regions: readonly CallRegion[]): CallLogFormat {
  const memory: ReportMemory = {
    regions: new Map(regions.map(({ header }, index) => [header.key, index])),
    parsed: new WeakMap(),
    shapes: new WeakMap(),
  };
  return {
    name: 'report-json',
    version: 1,
    folds: false,
    isSlow: true,
    scanner: (context) => new ReportScanner(context, regions, memory),
  };
}
