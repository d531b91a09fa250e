import type { Beacon } from './beacon.ts';
import type { Config, Section } from './config/types.ts';
import type { Logger } from './log.ts';
import type { OutputFolder } from './output-folder.ts';
import type { ProblemList } from './problem-list.ts';

/** What the stages of one run share. */
export interface RunContext {
  config: Config;
  problems: ProblemList;
  beacon: Beacon;
  log: Logger;
  signal: AbortSignal | undefined;
  /** Milliseconds; only differences count. */
  clock: () => number;
  /** Modules that hung before, as `processing behavior`; they are left out. */
  skip: ReadonlySet<string>;
  /** Runs no module beside another, so that one that hangs can be told. */
  oneByOne?: boolean;
  /** Where reports go; undefined where none are written. */
  folder?: OutputFolder | undefined;
  /** Reads a file of the analysis for reports; without it, they get none. */
  readFile?: (path: string, limit: number) => Uint8Array | undefined;
  /** Told what begins, for whoever shows progress. */
  onProgress: (activity: string) => void;
}

/** A module's defaults with what the configuration changes, and what was said for this run. */
export function optionsOf(
  defaults: object,
  section: Section | undefined,
  asked: object = {},
): { readonly [name: string]: unknown } {
  return Object.freeze({ ...defaults, ...section?.options, ...asked });
}

/** Where the first frame of an error lies that is not Ovoscope's own, for messages: ` (my/module.ts:3:7)`. */
export function spotText(error: unknown, file: { path: string; shown: string; importPath?: string }): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  for (const path of [file.path, file.importPath]) {
    if (path === undefined) continue;
    const at = error.stack.indexOf(`${path}:`);
    const spot = at < 0 ? undefined : /^:\d+:\d+/.exec(error.stack.slice(at + path.length))?.[0];
    if (spot !== undefined) return ` (${file.shown}${spot})`;
  }
  return '';
}
