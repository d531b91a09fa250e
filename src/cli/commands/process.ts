import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CallsOption, Config } from '../../engine/config/types.ts';
import type { Order, Outcome } from '../../engine/supervise.ts';
import type { Problem } from '../../errors/problem.ts';
import {
  type CliContext,
  type CommonOptions,
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
  jobs?: number;
  failOn?: number;
  json?: boolean;
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
    .option(
      '--jobs <n>',
      'analyses at the same time; default is one per processor, at most 4',
      wholeNumber('--jobs', 1),
    )
    .option('--fail-on <score>', 'exit with 30 if a verdict reaches this score (0 to 10)', parseScore)
    .option('--json', 'print the summary as JSON, one line per analysis')
    .action((paths: string[], options: Options) => run(paths, options, context));
}

async function run(paths: string[], options: Options, context: CliContext): Promise<void> {
  const { supervise } = await import('../../engine/supervise.ts');
  const { printOutcome } = await import('../summary.ts');
  const config = await configOf(context, options.config);
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

function parseScore(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 10) return value;
  throw new UsageError(`--fail-on is ${text}, but should be a score from 0 to 10`);
}
