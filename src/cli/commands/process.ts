import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CallsOption, Config } from '../../engine/config/types.ts';
import type { Order, Outcome } from '../../engine/supervise.ts';
import type { Problem } from '../../errors/problem.ts';
import { REDACTIONS, type Redaction } from '../../report/redact/redactor.ts';
import {
  type CliContext,
  type CommonOptions,
  collect,
  configOf,
  logLevelOf,
  printProblems,
  UsageError,
  wholeNumber,
  withCommonOptions,
} from '../context.ts';
import { runExit } from '../exit-codes.ts';
import { Progress } from '../progress.ts';

interface Options extends CommonOptions {
  out?: string;
  calls?: CallsOption;
  shape?: string;
  jobs?: number;
  failOn?: number;
  json?: boolean;
  rules?: string[];
  strict?: boolean;
  dfiQuirks?: boolean;
  pythonSignatures?: string[];
  redact?: Redaction[];
  threshold?: number;
  store?: string;
}

export function register(program: Command, context: CliContext): void {
  const command = program
    .command('process')
    .description('turn raw analyses into containers, signatures and reports')
    .argument('<path...>', 'analysis folder, archive of one (.zip, .tar, .tar.gz, .tar.bz2), or report.json(.gz)');
  withCommonOptions(command)
    .option(
      '--out <dir>',
      "where reports go; default is the analysis's own reports folder, or a folder beside the input",
    )
    .option('--calls <which>', 'calls of each process in reports: all, none or how many', parseCalls)
    .option('--shape <name>', 'how report.json is laid out: ovoscope, cuckoo2 or cape', parseShape)
    .option(
      '--jobs <n>',
      'analyses at the same time; default is one per processor, at most 4',
      wholeNumber('--jobs', 1),
    )
    .option('--fail-on <score>', 'exit with 30 if a verdict reaches this score (0 to 10)', parseScore)
    .option(
      '--python-signatures <dir>',
      'folder with Python signatures of CAPE or Cuckoo 2; may be given several times',
      collect,
    )
    .option(
      '--redact <what>',
      'replace names by pseudonyms in reports: user, host, internal-ips or several',
      parseRedact,
    )
    .option('--rules <path...>', 'scores with these rule files, or with those of a folder')
    .option('--threshold <score>', 'total from which on a value is blacklisted; 2.0 by default', parseTotal)
    .option('--strict', 'takes warnings of rule files for errors')
    .option('--dfi-quirks', "scores as the original system's code did, accidents included")
    .option('--store <where>', 'file or postgres:// URL of the store that blacklisted values are entered into')
    .option('--json', 'print the summary as JSON, one line per analysis')
    .action((paths: string[], options: Options) => run(paths, options, context));
}

async function run(paths: string[], options: Options, context: CliContext): Promise<void> {
  const { supervise } = await import('../../engine/supervise.ts');
  const { printOutcome } = await import('../summary.ts');
  const config = scored(await configOf(context, options.config), options);
  config.pythonSignatures = [...config.pythonSignatures, ...(options.pythonSignatures ?? [])];
  config.redact = options.redact ?? config.redact;
  if (options.shape !== undefined) setShape(config, options.shape);
  const progress = new Progress(context, paths.length);
  const pluginProblems: Problem[] = [];
  const outcomes: Outcome[] = [];
  const { calls } = options;
  const running = supervise(ordersOf(paths, options.out ?? config.out), {
    config,
    configName: options.config ?? 'ovoscope.toml',
    modules: [...config.modules, ...(options.modules ?? [])],
    jobs: options.jobs ?? config.jobs,
    signal: context.signal,
    logLevel: logLevelOf(context.env),
    onLog: (line) => progress.interrupt(`${line}\n`),
    onProgress: (path, activity) => progress.show(path, activity),
    onPluginProblems: (problems) => pluginProblems.push(...problems),
    ...(calls === undefined ? {} : { calls }),
  });
  try {
    for await (const outcome of running) {
      outcomes.push(outcome);
      progress.clear();
      if (options.json) await context.stdout.print(`${JSON.stringify(jsonOf(outcome))}\n`);
      else await printOutcome(context, outcome);
    }
  } finally {
    progress.end();
  }
  await printProblems(context, pluginProblems);
  context.exitCode = runExit({ outcomes, pluginProblems, failOn: failOnOf(options, config) });
}

function scored(config: Config, { rules, strict, dfiQuirks, threshold, store }: Options): Config {
  const paths = rules ?? (config.rules === undefined ? [] : [config.rules]);
  if (paths.length === 0) return config;
  const named = store ?? config.store;
  const scoring = {
    paths,
    ...(strict && { strict }),
    ...(dfiQuirks && { quirks: dfiQuirks }),
    ...(threshold !== undefined && { threshold }),
    ...(named !== undefined && { store: named }),
  };
  return { ...config, scoring };
}

function parseTotal(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--threshold is ${text}, but should be a number`);
}

function failOnOf(options: Options, config: Config): number | undefined {
  return options.failOn ?? config.failOn;
}

/** With one path the reports go to `out` itself, with several each gets a folder of its own there. */
export function ordersOf(paths: readonly string[], out: string | undefined): Order[] {
  if (out === undefined || paths.length === 1) return paths.map((path) => ({ path, out }));
  const taken = new Set<string>();
  return paths.map((path) => {
    const base = basename(resolve(path)) || 'analysis';
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
    taken.add(name.toLowerCase());
    return { path, out: join(out, name) };
  });
}

function jsonOf(outcome: Outcome): object {
  if (outcome.state === 'done') return { state: outcome.state, ...outcome.summary };
  return outcome.state === 'failed' ? { state: 'failed', path: outcome.path, problem: outcome.problem } : outcome;
}

function parseCalls(text: string): CallsOption {
  if (text === 'all' || text === 'none') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--calls is ${text}, but should be all, none or a whole number`);
}

function parseRedact(text: string, previous: Redaction[] = []): Redaction[] {
  const words = text.split(',');
  const unknown = words.find((word) => !(REDACTIONS as readonly string[]).includes(word));
  if (unknown === undefined) return [...previous, ...(words as Redaction[])];
  throw new UsageError(`--redact has "${unknown}", but should be ${REDACTIONS.join(', ')}, with commas between`);
}

function parseShape(text: string): string {
  if (text === 'ovoscope' || text === 'cuckoo2' || text === 'cape') return text;
  throw new UsageError(`--shape is ${text}, but should be ovoscope, cuckoo2 or cape`);
}

/** The command line decides over what the configuration says of the json report. */
function setShape({ reporting }: Config, shape: string): void {
  const section = reporting.get('json') ?? { options: {}, position: { line: 1, column: 1 }, positions: new Map() };
  reporting.set('json', { ...section, options: { ...section.options, shape } });
}

function parseScore(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 10) return value;
  throw new UsageError(`--fail-on is ${text}, but should be a score from 0 to 10`);
}
