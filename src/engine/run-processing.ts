import { moduleProblems } from '../errors/engine.ts';
import type { Results, Timing } from '../plugin/container.ts';
import type { Processing, Task } from '../plugin/processing.ts';
import { Cancelled, TimeOver, withBudget } from './budget.ts';
import { optionsOf, type RunContext, spotText } from './context.ts';
import { deepFreeze } from './freeze.ts';
import type { Loaded } from './load.ts';

type Container = { [key: string]: unknown };

/**
 * Runs the processing modules in their order, one after the other, and puts each value under its key in `results`.
 * Keys that are there already are kept and their modules not run. A module that fails costs its own key; the
 * modules that need the key are skipped.
 */
export async function runProcessing(
  modules: readonly Loaded<Processing>[],
  task: Task,
  results: Results,
  context: RunContext,
): Promise<Timing[]> {
  const container = results as Container;
  const timings: Timing[] = [];
  for (const module of modules) {
    if (!module.enabled || Object.hasOwn(container, module.name)) continue;
    const { name, specimen } = module;
    const absent = specimen.needs.find((need) => !Object.hasOwn(container, need));
    if (context.skip.has(`processing ${name}`)) {
      timings.push({ name, state: 'skipped', ms: 0 });
    } else if (absent !== undefined) {
      context.problems.add(moduleProblems.needAbsent(name, absent));
      timings.push({ name, state: 'skipped', ms: 0 });
    } else {
      timings.push(await runModule(module, task, container, context));
    }
  }
  return timings;
}

async function runModule(
  module: Loaded<Processing>,
  task: Task,
  container: Container,
  context: RunContext,
): Promise<Timing> {
  const { name } = module;
  const { beacon, config, clock, problems } = context;
  const recorder = problems.recorder({ module: name });
  const before = beacon.enter(beacon.id('processing', name));
  context.onProgress(name);
  const started = clock();
  let state: Timing['state'] = 'done';
  let reason: string | undefined;
  const skip = (why: string) => (reason = why);
  try {
    const seconds = config.limits.moduleSeconds;
    const value = await withBudget(
      (signal) => start(module, task, container, context, { signal, problem: recorder.record, skip }),
      {
        seconds,
        outer: context.signal,
      },
    );
    if (value !== undefined) setKey(container, name, deepFreeze(value));
    if (reason !== undefined) state = 'skipped';
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    state = 'failed';
    if (error instanceof TimeOver) problems.add(moduleProblems.timeout(name, error.seconds));
    else problems.add(moduleProblems.failed(name, error, spotText(error, module.file)));
  } finally {
    recorder.close();
    beacon.enter(before);
  }
  const ms = elapsed(started, clock());
  context.log.debug({ module: name, state, ms }, 'processing module ended');
  return { name, state, ms, ...(state === 'skipped' && reason !== undefined && { reason }) };
}

function start(
  module: Loaded<Processing>,
  task: Task,
  container: Container,
  context: RunContext,
  given: Pick<Processing, 'signal' | 'problem' | 'skip'>,
): unknown {
  const instance = module.make();
  instance.task = task;
  // Its own view: a module cannot put keys where others expect theirs.
  instance.results = Object.freeze({ ...container }) as Processing['results'];
  instance.options = optionsOf(instance.defaults, module.section);
  instance.log = context.log.child({ module: module.name });
  Object.assign(instance, given);
  return instance.run();
}

/** Sets a key whose name may be anything, `__proto__` too. */
export function setKey(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Milliseconds with one decimal. */
export function elapsed(from: number, to: number): number {
  return Math.round((to - from) * 10) / 10;
}
