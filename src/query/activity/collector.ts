import type { Call, Process } from '../../plugin/container.ts';

/** Something that calls are put together to. */
export interface Collector {
  readonly apis: readonly string[];
  take(call: Call, process: Process): void;
}

/** Most things of one kind that are kept; a sample may make as many as it likes. */
export const MOST_KEPT = 10_000;
/** Pieces of evidence for each. */
export const MOST_USES = 20;
