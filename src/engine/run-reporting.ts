import { reportingProblems } from '../errors/engine.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Results, Timing } from '../plugin/container.ts';
import type { Output, Reporting } from '../plugin/reporting.ts';
import { Cancelled, TimeOver, withBudget } from './budget.ts';
import type { CallsOption } from './config/types.ts';
import { optionsOf, type RunContext, spotText } from './context.ts';
import type { Loaded } from './load.ts';
import { type OutputFolder, unsafePart } from './output-folder.ts';
import { elapsed } from './run-processing.ts';

/** A report that was written. */
export interface WrittenOutput {
  module: string;
  /** Absolute. */
  path: string;
  media: string;
  bytes: number;
}

/** Runs the reporting modules over a finished container and writes what they return. */
export async function runReporting(
  modules: readonly Loaded<Reporting>[],
  results: Results,
  folder: OutputFolder,
  calls: CallsOption | undefined,
  context: RunContext,
): Promise<{ outputs: WrittenOutput[]; timings: Timing[] }> {
  const outputs: WrittenOutput[] = [];
  const timings: Timing[] = [];
  const writers = new Map<string, string>();
  for (const module of modules) {
    if (!module.enabled) continue;
    if (context.skip.has(`reporting ${module.name}`)) timings.push({ name: module.name, state: 'skipped', ms: 0 });
    else timings.push(await runModule(module));
  }
  return { outputs, timings };

  async function runModule(module: Loaded<Reporting>): Promise<Timing> {
    const { name } = module;
    const { beacon, clock, config, problems } = context;
    const seconds = config.limits.reportSeconds;
    const before = beacon.enter(beacon.id('reporting', name));
    context.onProgress(`the ${name} report`);
    const started = clock();
    let state: Timing['state'] = 'done';
    try {
      await withBudget((signal) => makeReports(module, signal), { seconds, outer: context.signal });
    } catch (error) {
      folder.discard();
      if (error instanceof Cancelled) throw error;
      state = 'failed';
      if (error instanceof TimeOver) problems.add(reportingProblems.timeout(name, error.seconds));
      else if (error instanceof OvoscopeError) {
        problems.add({ ...error.problem, where: { ...error.problem.where, module: name } });
      } else problems.add(reportingProblems.failed(name, error, spotText(error, module.file)));
    } finally {
      beacon.enter(before);
    }
    return { name, state, ms: elapsed(started, clock()) };
  }

  async function makeReports(module: Loaded<Reporting>, signal: AbortSignal): Promise<void> {
    const instance = module.make();
    const { config } = context;
    const base = { calls: 'all', ...instance.defaults, ...(config.calls === undefined ? {} : { calls: config.calls }) };
    instance.options = optionsOf(base, module.section, calls === undefined ? {} : { calls });
    instance.signal = signal;
    instance.log = context.log.child({ module: module.name });
    instance.readFile = context.readFile ?? (() => undefined);
    for await (const output of await instance.run(results)) {
      signal.throwIfAborted();
      await write(module.name, output, signal);
    }
  }

  async function write(module: string, output: Output, signal: AbortSignal): Promise<void> {
    const { problems } = context;
    const unsafe = unsafePart(output.path);
    const first = writers.get(output.path);
    if (unsafe !== undefined) {
      problems.add(reportingProblems.unsafePath(module, String(output.path), unsafe));
    } else if (first !== undefined) {
      problems.add(reportingProblems.twice(module, output.path, first));
    } else {
      writers.set(output.path, module);
      try {
        const written = await folder.write(output.path, output.body, signal);
        outputs.push({ module, media: output.media, ...written });
      } catch (error) {
        if (!isSystemError(error)) throw error;
        problems.add(reportingProblems.notWritten(module, output.path, error));
      }
    }
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
