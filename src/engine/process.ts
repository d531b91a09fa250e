import { relative, sep } from 'node:path';
import type { ImportedReport } from '../analysis/import-report.ts';
import type { OpenOptions } from '../analysis/open.ts';
import { runProblems } from '../errors/engine.ts';
import type { Problem } from '../errors/problem.ts';
import type { Results, Statistics } from '../plugin/container.ts';
import type { Task } from '../plugin/processing.ts';
import type { PythonSignatures } from '../python/python-signatures.ts';
import { type Beacon, silentBeacon } from './beacon.ts';
import { throwIfCancelled } from './budget.ts';
import { type CallsOption, type Config, defaultConfig } from './config/types.ts';
import type { RunContext } from './context.ts';
import { dispatchCalls } from './dispatch.ts';
import { deepFreeze } from './freeze.ts';
import type { Plugins } from './load.ts';
import { type Logger, silentLog } from './log.ts';
import { OutputFolder } from './output-folder.ts';
import { packageVersion } from './package.ts';
import { ProblemList } from './problem-list.ts';
import { runProcessing, setKey } from './run-processing.ts';
import { runPython } from './run-python.ts';
import { runReporting, type WrittenOutput } from './run-reporting.ts';
import { runSignatures } from './run-signatures.ts';
import { ENGINE_KEYS } from './validate.ts';
import { judge } from './verdict.ts';

/** An opened analysis, as the engine needs it. */
export interface Input extends Task {
  readonly kind: 'folder' | 'report';
  /** What was noticed while it was opened. */
  readonly problems: readonly Problem[];
  /** Where its reports go unless the user says otherwise. */
  readonly defaultOut: string;
  close(): void | Promise<void>;
}

export interface ProcessOptions {
  plugins: Plugins;
  config?: Config;
  /** Folder for the reports; default is the analysis's own. False writes none. */
  out?: string | false;
  /** How many calls of each process reports write, whatever the configuration says. */
  calls?: CallsOption;
  /** Runs only these processing modules, those they need, and no signatures. */
  only?: readonly string[];
  signal?: AbortSignal;
  log?: Logger;
  beacon?: Beacon;
  /** Modules to leave out because they hung before, as `processing behavior`; with the problems that say so. */
  skip?: ReadonlyMap<string, Problem>;
  /** Runs no module beside another; default is to, where they allow it. */
  oneByOne?: boolean;
  /** Milliseconds; only differences count. */
  clock?: () => number;
  onProgress?: (activity: string) => void;
  /** Told of each temporary file before it exists. */
  onTemporary?: (path: string) => void;
  /** Signatures written in Python, to run after the others. */
  python?: PythonSignatures | undefined;
  /** Opens the input; for tests and for inputs that lie elsewhere than on disk. */
  open?: (path: string, options: OpenOptions) => Promise<Input>;
}

export interface ProcessResult {
  path: string;
  kind: 'folder' | 'report';
  dialect: string;
  /** The container. Its call lists can be read until `close`. */
  results: Results;
  /** The reports folder; undefined where nothing was to be written. */
  out: string | undefined;
  outputs: WrittenOutput[];
  /** All problems: those of `results` and those that came up while reports were written. */
  problems: Problem[];
  close(): Promise<void>;
}

/**
 * Takes one analysis from its files to reports. Whatever fails inside costs its own part and is a problem of the
 * result; rejects with OvoscopeError only where the input is no analysis or the reports folder cannot be, and with
 * Cancelled when `signal` aborts.
 */
export async function processAnalysis(path: string, options: ProcessOptions): Promise<ProcessResult> {
  const context = contextOf(options);
  const { beacon, problems, signal } = context;
  throwIfCancelled(signal);
  beacon.enter(beacon.id('stage', 'opening the analysis'));
  context.onProgress('opening the analysis');
  const open = options.open ?? openAnalysisFiles;
  const input = await open(path, openOptions(context)).catch((error: unknown) => {
    throwIfCancelled(signal);
    throw error;
  });
  let imported: ImportedReport | undefined;
  const close = async () => {
    imported?.close();
    await input.close();
  };
  try {
    problems.add(...input.problems);
    const folder = options.out === false ? undefined : folderOf(input, options);
    context.folder = folder;
    const results: Results = {};
    const statistics: Statistics = { processing: [], signatures: [] };
    if (input.kind === 'report') imported = await takeReport(results, input, context);
    await fill(results, statistics, input, options, context);
    const shown = await redacted(results, context);
    // What a picture shows cannot be redacted.
    if (context.config.redact.length === 0) context.readFile = (path, limit) => readWhole(input, path, limit);
    const report = await runReporting(
      folder ? options.plugins.reporting : [],
      Object.freeze({ ...shown.results }),
      folder as OutputFolder,
      options.calls,
      context,
    );
    if (folder) await sendReports(shown.results, folder.root, report.outputs, context);
    if (folder) (shown.results.statistics ?? statistics).reporting = report.timings;
    return {
      path,
      kind: input.kind,
      dialect: imported?.dialect ?? input.dialect,
      results: shown.results,
      out: folder?.root,
      outputs: report.outputs,
      problems: shown.problems(problems.items),
      close,
    };
  } catch (error) {
    await close();
    throwIfCancelled(signal);
    throw error;
  }
}

/** All bytes of a file of the analysis, unless they are more than `limit` or cannot be read. */
function readWhole(task: Task, path: string, limit: number): Uint8Array | undefined {
  try {
    if ((task.find(path)?.size ?? limit + 1) > limit) return undefined;
    const source = task.open(path);
    try {
      const bytes = new Uint8Array(Math.min(source.size, limit));
      return bytes.subarray(0, source.read(bytes, 0));
    } finally {
      source.close();
    }
  } catch {
    // It has gone, or is no file that may be read: reports say that they do not have it.
    return undefined;
  }
}

function contextOf(options: ProcessOptions): RunContext {
  const problems = new ProblemList();
  const skip = options.skip ?? new Map<string, Problem>();
  problems.add(...skip.values());
  return {
    config: options.config ?? defaultConfig(),
    problems,
    beacon: options.beacon ?? silentBeacon(),
    log: options.log ?? silentLog,
    signal: options.signal,
    clock: options.clock ?? (() => performance.now()),
    skip: new Set(skip.keys()),
    oneByOne: options.oneByOne ?? false,
    onProgress: options.onProgress ?? (() => {}),
  };
}

async function openAnalysisFiles(path: string, options: OpenOptions): Promise<Input> {
  const { openAnalysis } = await import('../analysis/open.ts');
  return openAnalysis(path, options);
}

const MB = 1 << 20;

function openOptions({ config, signal }: RunContext): OpenOptions {
  const { password, sampleLink, maxFiles, maxUnpackedMb, maxFileMb } = config.input;
  return {
    signal,
    password,
    allowSampleLink: sampleLink,
    limits: {
      ...(maxFiles !== undefined && { files: maxFiles }),
      ...(maxUnpackedMb !== undefined && { unpackedBytes: maxUnpackedMb * MB }),
      ...(maxFileMb !== undefined && { fileBytes: maxFileMb * MB }),
    },
  };
}

function folderOf(input: Input, options: ProcessOptions): OutputFolder {
  const { out, onTemporary } = options;
  const own = out || options.config?.out;
  return new OutputFolder(own || input.defaultOut, Boolean(own), onTemporary ? { onTemporary } : {});
}

/** Fills the container, stage by stage. */
async function fill(
  results: Results,
  statistics: Statistics,
  input: Input,
  { plugins, only, python }: ProcessOptions,
  context: RunContext,
): Promise<void> {
  const modules = only === undefined ? plugins.processing : withNeeds(plugins.processing, only);
  statistics.processing = await runProcessing(modules, input, results, context);
  if (only !== undefined) return;

  const view = Object.freeze({ ...results });
  const { matches, timings } = await runSignatures(plugins.signatures, view, dispatchCalls, context);
  if (python !== undefined && python.signatures.length > 0) {
    const outcome = await runPython(python, view, input.path, context);
    if (outcome) {
      matches.push(...outcome.matches);
      matches.sort((a, b) => a.severity - b.severity);
      timings.push(...outcome.timings);
      statistics.python = outcome.statistics;
    }
  }
  statistics.signatures = timings;
  results.signatures = matches;
  const behavior = statistics.processing.find(({ name }) => name === 'behavior');
  results.verdict = judge(matches, {
    hasActivity: hasActivity(results),
    behaviorFailed: behavior !== undefined && behavior.state !== 'done',
    failedSignatures: timings.filter(({ state }) => state !== 'done').length,
  });
  if (results.info) {
    const score = matches.reduce((sum, { severity }) => sum + severity, 0) / 5;
    results.info = { ...results.info, score, ovoscope: { version: packageVersion() } };
  }
  await score(results, input.path, plugins.rules, context);
  const problems = context.problems.items;
  if (results.debug) {
    const lines = problems.map(({ code, message }) => `${code}: ${message}`);
    results.debug = { ...results.debug, errors: [...results.debug.errors, ...lines] };
  }
  results.problems = [...problems];
  results.statistics = statistics;
  arrange(results);
  deepFreeze({ ...results, statistics: undefined });
}

/** Applies rule files, where any are named. A store that can't be used costs the scoring, not the report. */
async function score(
  results: Results,
  path: string,
  registry: Plugins['rules'],
  { config, problems, beacon, onProgress }: RunContext,
): Promise<void> {
  if (config.scoring === undefined) return;
  beacon.enter(beacon.id('stage', 'applying rule files'));
  onProgress('applying rule files');
  const { applyRules } = await import('./apply-rules.ts');
  try {
    const { ledgers, problems: found } = await applyRules(results, path, config.scoring, registry);
    problems.add(...found);
    results.rules = ledgers;
  } catch (error) {
    problems.add(runProblems.rulesFailed(error));
  }
}

/** Takes over the container of a report that was made before; the verdict and the matches are made anew. */
async function takeReport(results: Results, input: Input, context: RunContext): Promise<ImportedReport> {
  const { beacon, problems, signal } = context;
  const { importReport } = await import('../analysis/import-report.ts');
  beacon.enter(beacon.id('stage', 'reading the report'));
  context.onProgress('reading the report');
  const report = await importReport(input.open(input.list('')[0]!.path), signal ? { signal } : {});
  problems.add(...report.problems);
  for (const [key, value] of Object.entries(report.results)) {
    if (!ENGINE_KEYS.includes(key)) setKey(results as { [key: string]: unknown }, key, deepFreeze(value));
  }
  return report;
}

/** Sends what was written to where the configuration says. */
async function sendReports(results: Results, root: string, outputs: readonly WrittenOutput[], context: RunContext) {
  const { beacon, config, onProgress, problems, signal } = context;
  if (config.destinations.length === 0) return;
  beacon.enter(beacon.id('stage', 'sending the reports'));
  onProgress('sending the reports');
  const { deliver } = await import('../destinations/destinations.ts');
  const files = outputs.map(({ path, media, bytes }) => ({
    name: relative(root, path).split(sep).join('/'),
    path,
    media,
    bytes,
  }));
  problems.add(...(await deliver(config.destinations, { results, files }, signal)));
}

/** The container as reports may show it. */
async function redacted(results: Results, { beacon, config, onProgress, problems, signal }: RunContext) {
  if (config.redact.length === 0) return { results, problems: (list: Problem[]) => list };
  beacon.enter(beacon.id('stage', 'replacing names'));
  onProgress('replacing names');
  const { redactForReports } = await import('./redact-reports.ts');
  const shown = redactForReports(results, config.redact, signal);
  problems.add(shown.notice);
  return shown;
}

function withNeeds(modules: Plugins['processing'], wanted: readonly string[]): Plugins['processing'] {
  const names = new Set(wanted);
  for (const module of modules.toReversed()) {
    if (!names.has(module.name)) continue;
    for (const key of [...module.specimen.needs, ...(module.specimen.after ?? [])]) names.add(key);
  }
  return modules.filter(({ name }) => names.has(name));
}

/** Whether anything shows that the sample ran: a recorded call, or a summary that somebody made of calls. */
function hasActivity({ behavior }: Results): boolean {
  if (behavior === undefined) return false;
  if (behavior.processes.some(({ calls }) => calls.length > 0)) return true;
  return Object.values(behavior.summary).some((list: unknown[] | undefined) => list !== undefined && list.length > 0);
}

/** The documented keys first, in the documented order; the long ones do not hide the verdict. */
const FIRST: readonly string[] = [
  'info',
  'verdict',
  'signatures',
  'target',
  'file',
  'behavior',
  'static',
  'dropped',
  'network',
  'debug',
  'screenshots',
  'strings',
];
const LAST: readonly string[] = ['problems', 'statistics'];

function arrange(results: Results): void {
  const container = results as { [key: string]: unknown };
  const keys = Object.keys(container);
  const middle = keys.filter((key) => !FIRST.includes(key) && !LAST.includes(key));
  for (const key of [...FIRST, ...middle, ...LAST]) {
    if (!Object.hasOwn(container, key)) continue;
    const value = container[key];
    delete container[key];
    Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  }
}
