import type { Call, Process } from '../../plugin/container.ts';
import { apis } from '../apis.ts';
import { textArgument } from '../argument.ts';
import { splitCommandLine } from '../command-line.ts';
import { type CallEvidence, evidence } from '../evidence.ts';
import { launch } from '../launches.ts';
import { succeeded } from '../recorded.ts';
import { type Collector, MOST_KEPT, MOST_USES } from './collector.ts';

/** What became of one file that was written, run, loaded or deleted. */
export interface FileLife {
  /** As it was written first. */
  path: string;
  /** Path that it was copied or moved from. */
  from: string | undefined;
  /** Calls that wrote it, copied or moved it there. */
  writes: CallEvidence[];
  /** Calls that ran it, with the id of the new process where the log tells. */
  runs: (CallEvidence & { child?: number })[];
  /** Calls that loaded it as a library. */
  loads: CallEvidence[];
  deletes: CallEvidence[];
}

const LOADS: readonly string[] = ['LdrLoadDll'];

export class FileCollector implements Collector {
  readonly apis = [
    ...apis.writesFile,
    ...apis.copiesFile,
    ...apis.movesFile,
    ...apis.deletesFile,
    ...apis.launches,
    ...LOADS,
    'URLDownloadToFileW',
  ];
  readonly #lives = new Map<string, FileLife>();

  get lives(): FileLife[] {
    return [...this.#lives.values()];
  }

  take(call: Call, process: Process): void {
    if (!succeeded(call)) return;
    if (isOneOf(apis.launches, call.api)) this.#runs(call, process);
    else if (isOneOf(LOADS, call.api)) this.#loads(call, process);
    else if (isOneOf(apis.deletesFile, call.api)) this.#deletes(call, process);
    else this.#writes(call, process);
  }

  #writes(call: Call, process: Process): void {
    const isTransfer = isOneOf(apis.copiesFile, call.api) || isOneOf(apis.movesFile, call.api);
    const path = textArgument(call, isTransfer ? 'newfilepath' : 'filepath', process);
    const life = this.#life(path, true);
    if (life === undefined) return;
    if (isTransfer) life.from ??= textArgument(call, 'oldfilepath') || undefined;
    keep(life.writes, evidence(call, process, ...(isTransfer ? ['oldfilepath', 'newfilepath'] : ['filepath'])));
  }

  #deletes(call: Call, process: Process): void {
    const life = this.#life(textArgument(call, 'filepath', process), false);
    if (life) keep(life.deletes, evidence(call, process, 'filepath'));
  }

  #loads(call: Call, process: Process): void {
    const life = this.#life(textArgument(call, 'module_name'), false);
    if (life) keep(life.loads, evidence(call, process, 'module_name'));
  }

  /** A program is named by its path, or on its command line; so is what it is told to run. */
  #runs(call: Call, process: Process): void {
    const { image, command_line, pid } = launch(call, process);
    const named = new Set(
      [image, ...splitCommandLine(command_line.slice(0, 8_192))].filter((part) => part.includes('\\')),
    );
    for (const part of named) {
      const life = this.#life(part, part === image);
      if (life === undefined) continue;
      keep(life.runs, {
        ...evidence(call, process, 'filepath', 'command_line'),
        ...(pid !== undefined && { child: pid }),
      });
    }
  }

  #life(path: string, isNew: boolean): FileLife | undefined {
    const key = keyOf(path);
    let life = this.#lives.get(key);
    if (life === undefined && isNew && key !== '' && this.#lives.size < MOST_KEPT) {
      life = { path, from: undefined, writes: [], runs: [], loads: [], deletes: [] };
      this.#lives.set(key, life);
    }
    return life;
  }
}

function keep<T>(list: T[], one: T): void {
  if (list.length < MOST_USES) list.push(one);
}

/** `\??\C:\a` and `c:\A` are one file. */
const keyOf = (path: string): string => path.replace(/^\\(?:\\\?|\?\?|\\\.)\\/, '').toLowerCase();

const isOneOf = (list: readonly string[], api: string): boolean => list.includes(api);
