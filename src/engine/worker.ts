/** A thread that runs analyses, one after the other, for `supervise`. */
import { parentPort, workerData } from 'node:worker_threads';
import { runProblems } from '../errors/engine.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { Beacon } from './beacon.ts';
import { Cancelled } from './budget.ts';
import { checkSections } from './config/sections.ts';
import { loadPlugins, type Plugins } from './load.ts';
import { createLogger } from './log.ts';
import { processAnalysis } from './process.ts';
import type { FromWorker, Job, ToWorker, WorkerSetup } from './protocol.ts';
import { loadPython } from './run-python.ts';
import { summarise } from './summary.ts';

const HEARTBEAT_MS = 100;

const port = parentPort!;
const { prepared, config, configName, beacon: memory, logLevel } = workerData as WorkerSetup;
const tell = (message: FromWorker) => port.postMessage(message);
const beacon = new Beacon(memory, (id, activity) => tell({ kind: 'activity', id, activity }));
const log = createLogger(logLevel, (line) => tell({ kind: 'log', line }));
const strays: Problem[] = [];
let controller = new AbortController();
let activity = 'loading modules';

setInterval(() => beacon.tick(), HEARTBEAT_MS).unref();
// A module that forgets to await must not take the other modules' work with it.
const onStray = (error: unknown) => {
  if (strays.length < 100) strays.push(runProblems.stray(activity, error));
};
process.on('unhandledRejection', onStray);
process.on('uncaughtException', onStray);

const plugins = await loadPlugins(prepared, {
  config,
  onImport: (file) => beacon.enter(file === undefined ? 0 : beacon.id('loading', file.shown)),
});
const python = await loadPython(config, (pid, isRunning) => tell({ kind: 'process', pid, isRunning }));
const pythonNames = new Set(python?.signatures.map(({ name }) => name));
tell({
  kind: 'ready',
  problems: [...plugins.problems, ...(python?.problems ?? [])],
  configProblems: checkSections(config, plugins, configName, pythonNames),
});

port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') controller.abort();
  else void run(message.job, plugins);
});

async function run(job: Job, plugins: Plugins): Promise<void> {
  controller = new AbortController();
  strays.length = 0;
  try {
    const result = await processAnalysis(job.path, {
      plugins,
      python,
      config,
      signal: controller.signal,
      log: log.child({ analysis: job.path }),
      beacon,
      skip: new Map(job.skip),
      oneByOne: job.oneByOne,
      onProgress: (what) => {
        activity = what;
        tell({ kind: 'progress', activity: what });
      },
      onTemporary: (path) => tell({ kind: 'temporary', path }),
      ...(job.out === undefined ? {} : { out: job.out }),
      ...(job.calls === undefined ? {} : { calls: job.calls }),
    });
    const summary = summarise({ ...result, problems: [...result.problems, ...strays] });
    await result.close();
    tell({ kind: 'done', summary });
  } catch (error) {
    if (error instanceof Cancelled) tell({ kind: 'cancelled' });
    else if (error instanceof OvoscopeError) tell({ kind: 'failed', problem: error.problem });
    else tell({ kind: 'failed', problem: runProblems.unexpected(job.path, error), ...stackOf(error) });
  } finally {
    beacon.enter(0);
  }
}

function stackOf(error: unknown): { stack?: string } {
  return error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
}
