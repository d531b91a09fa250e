import { createHash } from 'node:crypto';
import type { Beacon } from '../engine/beacon.ts';
import type { Config } from '../engine/config/types.ts';
import type { RunContext } from '../engine/context.ts';
import { dispatchCalls } from '../engine/dispatch.ts';
import { type Loaded, loadPlugins, type Prepared } from '../engine/load.ts';
import { silentLog } from '../engine/log.ts';
import { ProblemList } from '../engine/problem-list.ts';
import { runSignatures } from '../engine/run-signatures.ts';
import type { Problem } from '../errors/problem.ts';
import type { Call, Match, Process, Timing } from '../plugin/container.ts';
import type { Signature } from '../plugin/signature.ts';
import type { CorpusEntry } from './compile-corpus.ts';
import { neededFor } from './needed-signatures.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';

/** Signatures to try on kept containers. */
export interface Trial {
  prepared: Prepared;
  /** All signatures, for those whose matches others look at. */
  all: Prepared;
  /** Only signatures of these names; all that were prepared where absent. */
  names: readonly string[] | undefined;
  entries: readonly CorpusEntry[];
  config: Config;
  /** Signatures that hung before. */
  skip: readonly string[];
  /** How often each analysis is gone through; the fastest counts. */
  repeat: number;
  /** Counts the calls each signature is shown, which takes a little time of its own. */
  countsCalls: boolean;
}

/** A match, cut to what a list of matches needs. */
export interface Hit {
  name: string;
  evidence: number;
  /** The same for the same evidence. */
  digest: string;
  /** The first piece, as JSON. */
  first: string;
}

export interface TrialResult {
  shown: string;
  hits: Hit[];
  timings: (Timing & { calls?: number })[];
  problems: Problem[];
  /** Milliseconds for all signatures and the pass over the calls. */
  ms: number;
}

export interface TrialStart {
  signatures: { name: string; file: string; enabled: boolean }[];
  problems: Problem[];
}

export type FromTrial =
  | { kind: 'activity'; id: number; name: string }
  | { kind: 'start'; start: TrialStart }
  | { kind: 'result'; result: TrialResult }
  | { kind: 'end'; error?: string };

/** Bytes of containers that are kept open between two trials. */
const OPEN_BYTES = 256 * 1024 * 1024;
const OPEN_FILES = 500;
const FIRST_LENGTH = 2000;

/** Tries signatures on containers, and keeps the containers open for the next trial. */
export class TrialRunner {
  readonly #beacon: Beacon;
  readonly #open = new Map<string, Snapshot>();

  constructor(beacon: Beacon) {
    this.#beacon = beacon;
  }

  async *run(trial: Trial): AsyncGenerator<FromTrial> {
    const beacon = this.#beacon;
    const { config, names } = trial;
    const plugins = await loadPlugins(trial.prepared, {
      config,
      onImport: (file) => beacon.enter(file === undefined ? 0 : beacon.id('loading', file.shown)),
    });
    const wanted = plugins.signatures.filter(({ name }) => names === undefined || names.includes(name));
    const needs = wanted.flatMap(({ specimen }) => specimen.after);
    const others = needs.length === 0 ? [] : await this.#others(needs, wanted, trial);
    const signatures = wanted.map(({ name, file, enabled }) => ({ name, file: file.shown, enabled }));
    yield { kind: 'start', start: { signatures, problems: plugins.problems } };
    for (const entry of trial.entries) {
      yield { kind: 'result', result: await this.#try(entry, [...wanted, ...others], wanted, trial) };
      // Messages, such as the end of the trial, get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Signatures whose matches the wanted ones look at; without them these would find nothing. */
  async #others(
    needs: readonly string[],
    wanted: readonly Loaded<Signature>[],
    { all, config }: Trial,
  ): Promise<Loaded<Signature>[]> {
    const { signatures } = await loadPlugins(all, { config });
    return neededFor(needs, signatures).filter(({ name }) => !wanted.some((each) => each.name === name));
  }

  async #try(
    entry: CorpusEntry,
    signatures: readonly Loaded<Signature>[],
    wanted: readonly Loaded<Signature>[],
    trial: Trial,
  ): Promise<TrialResult> {
    const { results } = this.#snapshot(entry.snapshot);
    let best: TrialResult | undefined;
    for (let i = 0; i < trial.repeat; i++) {
      const problems = new ProblemList();
      const seen = new Map<string, number>();
      const started = performance.now();
      const { matches, timings } = await runSignatures(
        // One that is switched off is tried as well: that may be why it is switched off.
        signatures.map((each) => ({ ...each, enabled: true })),
        results,
        trial.countsCalls ? countingDispatch(seen) : dispatchCalls,
        this.#context(trial, problems),
      );
      const ms = performance.now() - started;
      this.#beacon.enter(0);
      if (best !== undefined && best.ms <= ms) continue;
      const counted = timings.map((timing) => {
        const calls = seen.get(timing.name);
        return calls === undefined ? timing : { ...timing, calls };
      });
      const hits = matches.filter((match) => wanted.some(({ name }) => name === match.name)).map(hitOf);
      best = { shown: entry.shown, hits, timings: counted, problems: problems.items, ms };
    }
    return best!;
  }

  #context({ config, skip }: Trial, problems: ProblemList): RunContext {
    return {
      config,
      problems,
      beacon: this.#beacon,
      log: silentLog,
      signal: undefined,
      clock: () => performance.now(),
      skip: new Set(skip.map((name) => `signature ${name}`)),
      onProgress: () => {},
    };
  }

  /** The least recently used ones are closed when there are too many. */
  #snapshot(path: string): Snapshot {
    const known = this.#open.get(path);
    const snapshot = known ?? openSnapshot(path);
    this.#open.delete(path);
    let bytes = [...this.#open.values()].reduce((sum, { loadedBytes }) => sum + loadedBytes, 0);
    for (const [other, old] of this.#open) {
      if (bytes <= OPEN_BYTES && this.#open.size < OPEN_FILES) break;
      bytes -= old.loadedBytes;
      old.close();
      this.#open.delete(other);
    }
    this.#open.set(path, snapshot);
    return snapshot;
  }
}

function countingDispatch(seen: Map<string, number>): typeof dispatchCalls {
  return (results, watchers, options) => {
    const counting = watchers.map((watcher) => {
      seen.set(watcher.name, seen.get(watcher.name) ?? 0);
      const onCall = (call: Call, process: Process) => {
        seen.set(watcher.name, seen.get(watcher.name)! + 1);
        return watcher.onCall(call, process);
      };
      return { ...watcher, onCall };
    });
    dispatchCalls(results, counting, options);
  };
}

function hitOf({ name, data, markcount }: Match): Hit {
  const text = JSON.stringify(data);
  return {
    name,
    evidence: markcount ?? data.length,
    digest: createHash('sha256').update(text).digest('hex').slice(0, 32),
    first: (JSON.stringify(data[0]) ?? '').slice(0, FIRST_LENGTH),
  };
}
