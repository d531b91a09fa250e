import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { moduleProblems, pluginProblems, reportingProblems, runProblems, signatureProblems } from '../errors/engine.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import type { Activity } from './beacon.ts';
import type { CallsOption, Config } from './config/types.ts';
import { type Prepared, preparePlugins } from './load.ts';
import type { LogLevel } from './log.ts';
import type { Job } from './protocol.ts';
import type { Summary } from './summary.ts';
import { LOADING_SECONDS, type RunEnd, Supervised } from './supervised-worker.ts';

/** One analysis to run. */
export interface Order {
  path: string;
  /** Folder for its reports; default is its own. */
  out?: string | undefined;
}

export type Outcome =
  | { state: 'done'; path: string; summary: Summary }
  | { state: 'failed'; path: string; problem: Problem; stack?: string }
  | { state: 'cancelled'; path: string };

export interface SuperviseOptions {
  config: Config;
  /** How messages name the configuration file. */
  configName?: string;
  /** Folders of user modules. */
  modules: readonly string[];
  /** The modules to run, where they are not just those of the folders. */
  prepared?: Prepared;
  calls?: CallsOption;
  /** Analyses at the same time; default is one for each processor, at most 4. */
  jobs?: number | undefined;
  signal?: AbortSignal;
  logLevel?: LogLevel;
  onLog?: (line: string) => void;
  onProgress?: (path: string, activity: string) => void;
  /** Told once what is wrong with modules. */
  onPluginProblems?: (problems: Problem[]) => void;
}

/** An analysis that makes one module after the other hang is given up. */
const MAX_RERUNS = 5;

/**
 * Runs analyses in worker threads and yields their outcomes in the order of `orders`. A module that stops responding
 * is ended with its worker, and the analysis is done again without it. Rejects with OvoscopeError when the
 * configuration names modules or options that there are not.
 */
export async function* supervise(orders: readonly Order[], options: SuperviseOptions): AsyncGenerator<Outcome> {
  const prepared = options.prepared ?? (await preparePlugins(options.modules));
  const temporary = mkdtempSync(join(tmpdir(), 'ovoscope-'));
  const pool = new Pool(prepared, temporary, options);
  const onAbort = () => pool.cancel();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (options.signal?.aborted) pool.cancel();
    const jobs = Math.min(orders.length, options.jobs ?? Math.min(4, availableParallelism()));
    for (const outcome of pool.run(orders, jobs)) yield await outcome;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await pool.end();
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Task {
  order: Order;
  skip: Map<string, Problem>;
  /** Whether modules that ran beside each other hung, and it can only be told one by one which. */
  oneByOne: boolean;
  reruns: number;
  settle: (outcome: Outcome) => void;
  fail: (error: Error) => void;
}

/** The workers, and what waits for them. */
class Pool {
  readonly #prepared: Prepared;
  readonly #temporary: string;
  readonly #options: SuperviseOptions;
  readonly #waiting: Task[] = [];
  readonly #workers = new Set<Supervised>();
  #isCancelled = false;
  #isTold = false;

  constructor(prepared: Prepared, temporary: string, options: SuperviseOptions) {
    this.#prepared = prepared;
    this.#temporary = temporary;
    this.#options = options;
  }

  run(orders: readonly Order[], jobs: number): Promise<Outcome>[] {
    const outcomes = orders.map((order) => {
      const outcome = new Promise<Outcome>((settle, fail) => {
        this.#waiting.push({ order, skip: new Map(), oneByOne: false, reruns: 0, settle, fail });
      });
      // Awaited in turn; one that fails before its turn is not unhandled.
      outcome.catch(() => {});
      return outcome;
    });
    for (let i = 0; i < jobs; i++) void this.#work();
    return outcomes;
  }

  cancel(): void {
    this.#isCancelled = true;
    for (const task of this.#waiting.splice(0)) task.settle({ state: 'cancelled', path: task.order.path });
    for (const worker of this.#workers) worker.cancel();
  }

  async end(): Promise<void> {
    this.#isCancelled = true;
    this.#waiting.length = 0;
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  /** Takes one task after the other, with one worker for as long as it lasts. */
  async #work(): Promise<void> {
    let worker: Supervised | undefined;
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      try {
        if (!this.#isCancelled) worker ??= await this.#start(task);
        const end = worker === undefined || this.#isCancelled ? CANCELLED : await worker.run(this.#jobOf(task));
        if (worker !== undefined && end.kind === 'ended') {
          await this.#drop(worker);
          worker = undefined;
        }
        this.#settle(task, end);
      } catch (error) {
        if (worker) await this.#drop(worker);
        worker = undefined;
        if (this.#isCancelled) task.settle(cancelled(task));
        else task.fail(error as Error);
      }
    }
    if (worker) await this.#drop(worker);
  }

  async #drop(worker: Supervised): Promise<void> {
    await worker.end();
    this.#workers.delete(worker);
  }

  /** A worker that has loaded the modules; a module that hangs while it is imported is left out from then on. */
  async #start(task: Task): Promise<Supervised> {
    for (;;) {
      const worker = new Supervised(this.#prepared, this.#temporary, this.#options, task.order.path);
      this.#workers.add(worker);
      const end = await worker.ready;
      if (end.kind === 'ready') {
        const [first] = end.configProblems;
        if (first !== undefined) {
          await this.#drop(worker);
          throw new ConfigError(end.configProblems);
        }
        if (!this.#isTold && end.problems.length > 0) this.#options.onPluginProblems?.(end.problems);
        this.#isTold = true;
        return worker;
      }
      await this.#drop(worker);
      const { activity } = end;
      if (activity?.kind !== 'loading' || this.#isCancelled) {
        throw new OvoscopeError(runProblems.crashed(task.order.path, activityText(activity), end.error ?? 'it hung'));
      }
      const hung = pluginProblems.hungLoading(activity.name, LOADING_SECONDS);
      const { files, problems } = this.#prepared;
      const file = files.findIndex(({ shown }) => shown === activity.name);
      // Another worker may have met the same file at the same time.
      if (file < 0) continue;
      files.splice(file, 1);
      problems.push(end.error === undefined ? hung : pluginProblems.importFailed(activity.name, end.error, {}));
    }
  }

  #jobOf({ order, skip, oneByOne }: Task): Job {
    return { path: order.path, out: order.out, calls: this.#options.calls, skip: [...skip], oneByOne };
  }

  #settle(task: Task, end: RunEnd): void {
    const outcome = this.#isCancelled && end.kind === 'ended' ? cancelled(task) : this.#outcome(task, end);
    if (outcome === 'again') this.#waiting.unshift(task);
    else task.settle(outcome);
  }

  #outcome(task: Task, end: RunEnd): Outcome | 'again' {
    const { path } = task.order;
    if (end.kind === 'done') return { state: 'done', path, summary: end.summary };
    if (end.kind === 'failed') return failure(path, end.problem, end.stack);
    if (end.kind === 'cancelled') return cancelled(task);
    const { activity, error, seconds } = end;
    if (activity?.kind === 'together' && !task.oneByOne) {
      task.oneByOne = true;
      return 'again';
    }
    const why = activity && problemOf(activity, error, seconds);
    if (activity !== undefined && why !== undefined && task.reruns < MAX_RERUNS) {
      task.reruns++;
      task.skip.set(`${activity.kind} ${activity.name}`, why);
      return 'again';
    }
    const text = activityText(activity);
    const problem = error ? runProblems.crashed(path, text, error) : runProblems.hung(path, text, seconds);
    return { state: 'failed', path, problem };
  }
}

const CANCELLED: RunEnd = { kind: 'cancelled' };

function failure(path: string, problem: Problem, stack: string | undefined): Outcome {
  return { state: 'failed', path, problem, ...(stack === undefined ? {} : { stack }) };
}

function cancelled(task: Task): Outcome {
  return { state: 'cancelled', path: task.order.path };
}

/** Mistakes of a configuration that show only when the modules are known. */
export class ConfigError extends OvoscopeError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]!);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Why the module is left out of the next try; undefined where no module is to blame. */
function problemOf({ kind, name }: Activity, error: Error | undefined, seconds: number): Problem | undefined {
  if (kind === 'stage' || kind === 'loading' || kind === 'together') return undefined;
  if (error !== undefined) return runProblems.moduleCrashed(name, error);
  if (kind === 'processing') return moduleProblems.hung(name, seconds);
  return kind === 'signature' ? signatureProblems.hung(name, seconds) : reportingProblems.hung(name, seconds);
}

function activityText(activity: Activity | undefined): string {
  if (activity === undefined) return 'an unknown activity';
  switch (activity.kind) {
    case 'stage':
      return activity.name;
    case 'loading':
      return `the import of ${activity.name}`;
    case 'reporting':
      return `the ${activity.name} report`;
    case 'signature':
      return `the signature ${activity.name}`;
    case 'processing':
      return `the processing module ${activity.name}`;
    case 'together':
      return `the processing modules ${activity.name}`;
  }
}
