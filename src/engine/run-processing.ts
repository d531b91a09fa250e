import { moduleProblems } from '../errors/engine.ts';
import type { Results, Timing } from '../plugin/container.ts';
import type { KeptFile, KeptFiles, Processing, Task } from '../plugin/processing.ts';
import { Cancelled, TimeOver, throwIfCancelled, withBudget } from './budget.ts';
import { optionsOf, type RunContext, spotText } from './context.ts';
import { deepFreeze } from './freeze.ts';
import type { Loaded } from './load.ts';
import { unsafePart } from './output-folder.ts';
import { ProblemList } from './problem-list.ts';

type Container = { [key: string]: unknown };

/**
 * Runs the processing modules and puts each value under its key in `results`, in the order of the modules. They take
 * turns, each after those whose keys it reads; those that wait for something elsewhere (`waits`) run beside the others
 * unless `context.oneByOne` forbids it. Keys that are there already are kept and their modules not run. A module that
 * fails costs its own key; the modules that need the key are skipped.
 */
export async function runProcessing(
  modules: readonly Loaded<Processing>[],
  task: Task,
  results: Results,
  context: RunContext,
): Promise<Timing[]> {
  const container = results as Container;
  const chosen = modules.filter(({ enabled, name }) => enabled && !Object.hasOwn(container, name));
  const waits = new Set(chosen.filter(({ specimen }) => specimen.waits).map(({ name }) => name));
  const given = new Set(Object.keys(container));
  const runs = chosen.map((module) => {
    const reads = [...module.specimen.needs, ...(module.specimen.after ?? [])];
    // Whatever depended on who ends first would differ from run to run.
    const sees = (key: string) => reads.includes(key) || (module.specimen.waits ? given.has(key) : !waits.has(key));
    return new ModuleRun(module, { reads, sees }, task, container, context);
  });
  await takeTurns(runs, context);
  const timings: Timing[] = [];
  for (const { module, problems, timing } of runs) {
    context.problems.add(...problems.items);
    timings.push(timing);
    // Those that ran beside others have ended in any order.
    if (!Object.hasOwn(container, module.name)) continue;
    const value = container[module.name];
    delete container[module.name];
    setKey(container, module.name, value);
  }
  return timings;
}

/**
 * Runs one after the other, and those that wait as soon as those they read have ended. Rejects with Cancelled when all
 * that had begun have stopped.
 */
async function takeTurns(runs: readonly ModuleRun[], { beacon, oneByOne, signal }: RunContext): Promise<void> {
  const pending = new Set(runs);
  const waiting = new Map<ModuleRun, Promise<void>>();
  const place = new Map(runs.map((run, at) => [run.module.name, at]));
  const isReady = (run: ModuleRun) =>
    run.reads.every((key) => {
      const at = place.get(key);
      // Of two that would each like to read the other, one is first.
      if (at === undefined || at > place.get(run.module.name)!) return true;
      return !pending.has(runs[at]!) && !waiting.has(runs[at]!);
    });
  const enter = (...more: ModuleRun[]) => {
    const names = [...waiting.keys(), ...more].map(({ module }) => module.name);
    return beacon.enter(beacon.id(names.length === 1 ? 'processing' : 'together', names.join(', ')));
  };

  while ((pending.size > 0 || waiting.size > 0) && !signal?.aborted) {
    for (const run of [...pending].filter((one) => !oneByOne && one.module.specimen.waits && isReady(one))) {
      pending.delete(run);
      const before = enter(run);
      waiting.set(
        run,
        run.run().finally(() => waiting.delete(run)),
      );
      beacon.enter(before);
    }
    const next = [...pending].find(({ module }) => oneByOne || !module.specimen.waits);
    const isNext = next !== undefined && isReady(next);
    const before = isNext ? enter(next) : enter();
    if (isNext) {
      pending.delete(next);
      await next.run();
    } else {
      await Promise.race(waiting.values());
    }
    beacon.enter(before);
  }
  await Promise.all(waiting.values());
  throwIfCancelled(signal);
}

/** One module of one run. */
class ModuleRun {
  readonly module: Loaded<Processing>;
  /** Keys that it says it reads. */
  readonly reads: readonly string[];
  readonly problems = new ProblemList();
  timing: Timing;
  readonly #sees: (key: string) => boolean;
  readonly #begun = new Set<KeptFile>();
  readonly #task: Task;
  readonly #container: Container;
  readonly #context: RunContext;

  constructor(
    module: Loaded<Processing>,
    { reads, sees }: { reads: readonly string[]; sees: (key: string) => boolean },
    task: Task,
    container: Container,
    context: RunContext,
  ) {
    this.module = module;
    this.reads = reads;
    this.#sees = sees;
    this.timing = { name: module.name, state: 'skipped', ms: 0 };
    this.#task = task;
    this.#container = container;
    this.#context = context;
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { name, specimen, file } = this.module;
    const { config, clock, log, signal, skip, onProgress } = this.#context;
    const absent = specimen.needs.find((need) => !Object.hasOwn(this.#container, need));
    if (skip.has(`processing ${name}`)) return;
    if (absent !== undefined) return this.problems.add(moduleProblems.needAbsent(name, absent));

    const recorder = this.problems.recorder({ module: name });
    onProgress(name);
    const started = clock();
    let state: Timing['state'] = 'done';
    let reason: string | undefined;
    const give = (signal: AbortSignal) => ({
      signal,
      problem: recorder.record,
      skip: (why: string) => void (reason = why),
    });
    try {
      const budget = { seconds: config.limits.moduleSeconds, outer: signal };
      const value = await withBudget((own) => this.#start(give(own)), budget);
      if (value !== undefined) setKey(this.#container, name, deepFreeze(value));
      if (reason !== undefined) state = 'skipped';
    } catch (error) {
      state = 'failed';
      if (error instanceof Cancelled) log.debug({ module: name }, 'processing module cancelled');
      else if (error instanceof TimeOver) this.problems.add(moduleProblems.timeout(name, error.seconds));
      else this.problems.add(moduleProblems.failed(name, error, spotText(error, file)));
    } finally {
      for (const kept of this.#begun) kept.drop();
      recorder.close();
    }
    const ms = elapsed(started, clock());
    log.debug({ module: name, state, ms }, 'processing module ended');
    this.timing = { name, state, ms, ...(state === 'skipped' && reason !== undefined && { reason }) };
  }

  #files(): KeptFiles | undefined {
    const { folder } = this.#context;
    const { name } = this.module;
    if (folder === undefined || unsafePart(name) !== undefined || name.includes('/')) return undefined;
    return {
      begin: () => {
        const file = folder.begin(name);
        const forget = () => this.#begun.delete(kept);
        const kept: KeptFile = {
          write: (bytes) => file.write(bytes),
          end: (as) => {
            forget();
            return file.end(as);
          },
          drop: () => {
            forget();
            file.drop();
          },
        };
        this.#begun.add(kept);
        return kept;
      },
    };
  }

  #start(given: Pick<Processing, 'signal' | 'problem' | 'skip'>): unknown {
    const { make, name, section } = this.module;
    const instance = make();
    instance.task = this.#task;
    // Its own view: a module cannot put keys where others expect theirs.
    const seen = Object.entries(this.#container).filter(([key]) => this.#sees(key));
    instance.results = Object.freeze(Object.fromEntries(seen)) as Processing['results'];
    instance.options = optionsOf(instance.defaults, section);
    instance.files = this.#files();
    instance.log = this.#context.log.child({ module: name });
    Object.assign(instance, given);
    return instance.run();
  }
}

/** Sets a key whose name may be anything, `__proto__` too. */
export function setKey(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Milliseconds with one decimal. */
export function elapsed(from: number, to: number): number {
  return Math.round((to - from) * 10) / 10;
}
