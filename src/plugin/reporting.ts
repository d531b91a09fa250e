import type { Results } from './container.ts';
import { KIND } from './kind.ts';
import type { Log } from './processing.ts';

/** A file of a report. The engine writes it; `path` is relative to the reports folder and stays inside it. */
export interface Output {
  path: string;
  /** Media type, such as `application/json`. */
  media: string;
  /** Text or bytes, whole or in pieces. */
  body: string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/** Turns a finished container into files. */
export abstract class Reporting {
  static readonly [KIND] = 'reporting';

  name = '';
  enable = true;
  /** The options it knows, with their values where the configuration says nothing. */
  defaults: { readonly [name: string]: unknown } = {};

  /**
   * `defaults`, with what the module's section of the configuration changes. `calls` is always there: `all`, `none`,
   * or how many calls of each process to write; the command line decides, then the configuration, then `defaults`.
   */
  declare options: { readonly [name: string]: unknown };
  declare signal: AbortSignal;
  declare log: Log;
  /**
   * Bytes of a file of the analysis, such as a picture of the screen; undefined where it is not there, cannot be read,
   * is larger than `limit` bytes, or may not be shown because names in it could not be redacted.
   */
  declare readFile: (path: string, limit: number) => Uint8Array | undefined;

  abstract run(results: Results): Output[] | Iterable<Output> | AsyncIterable<Output> | Promise<Output[]>;
}

export type ReportingClass = new () => Reporting;
