import type { Problem } from '../errors/problem.ts';
import type { Results } from '../plugin/container.ts';

/** A report that was written. */
export interface SentFile {
  /** Relative to the reports folder, with slashes. */
  name: string;
  /** Absolute. */
  path: string;
  media: string;
  bytes: number;
}

/** What is sent of one analysis. */
export interface Delivery {
  /** The same for the same sample and start: sending again replaces what was sent before. Safe in paths and URLs. */
  key: string;
  results: Results;
  files: readonly SentFile[];
}

/** Somewhere that finished reports are sent to. */
export interface Destination {
  readonly name: string;
  readonly kind: string;
  /** Sends, with time-outs and tries of its own. Returns what the reader should know; throws where it failed. */
  send(delivery: Delivery, signal: AbortSignal): Promise<Problem[]>;
}

/** A table of `[[destinations]]`. */
export interface DestinationTable {
  [option: string]: unknown;
}

/** What every kind of destination is made with. */
export interface Surroundings {
  env: { readonly [name: string]: string | undefined };
  /** Waits between tries. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}
