import type { ProcessHeader } from '../call-log/types.ts';

/** The calls of one process inside a JSON report. */
export interface CallRegion {
  /** `key` tells regions apart; calls without a usable time get the start of the process. */
  header: ProcessHeader & { key: string };
  /** Bytes of the report from the first call to the end of the last one, without the brackets. */
  start: number;
  end: number;
  /** Milliseconds to add to the times of the calls. */
  shiftMs: number;
  /** Calls too long to be read: offset → length. */
  oversize: ReadonlyMap<number, number>;
}
