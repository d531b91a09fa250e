import type { Command } from 'commander';
import { cliProblems } from '../../errors/cli.ts';
import { OvoscopeError } from '../../errors/problem.ts';
import type { Call, Process } from '../../plugin/container.ts';
import type { Choice } from '../call-choice.ts';
import { type CliContext, collect, configOf, UsageError, wholeNumber } from '../context.ts';

interface Options {
  pid?: string[];
  process?: string[];
  api?: string[];
  category?: string[];
  arg?: string[];
  status?: string;
  from?: string;
  to?: string;
  offset?: number;
  limit?: number;
  json?: boolean;
  config?: string;
}

const HELP = `
Times are seconds since the first call of the analysis (12.5), or UTC times as the calls show them
(2020-01-31 12:00:00,250 or 12:00:00). All conditions must hold; of one given several times, one.

Examples:
  ovoscope calls storage/analyses/1 --api 'Reg*' --status fail
  ovoscope calls report.json.gz --arg '\\Run' --category registry --limit 20
  ovoscope calls analysis.zip --pid 2044 --from 10 --to 12.5 --json`;

export function register(program: Command, context: CliContext): void {
  program
    .command('calls')
    .description('print recorded API calls')
    .argument('<path>', 'analysis folder, archive of one, or report.json(.gz)')
    .option('--pid <n>', 'calls of this process', collect)
    .option('--process <name>', 'calls of processes with this name; * and ? stand for anything', collect)
    .option('--api <glob>', 'calls of this API; * and ? stand for anything', collect)
    .option('--category <name>', 'calls of this category', collect)
    .option('--arg <text>', 'calls with this text in an argument, in any case', collect)
    .option('--status <status>', 'success or fail')
    .option('--from <time>', 'calls from this time on')
    .option('--to <time>', 'calls up to this time')
    .option('--offset <n>', 'leave out the first n', wholeNumber('--offset'))
    .option('--limit <n>', 'print at most n', wholeNumber('--limit'))
    .option('--json', 'one JSON object per line')
    .option('--config <file>', 'configuration; default is ovoscope.toml of this folder, if there is one')
    .addHelpText('after', HELP)
    .action((path: string, options: Options) => run(path, options, context));
}

async function run(path: string, options: Options, context: CliContext): Promise<void> {
  const { callChoice } = await import('../call-choice.ts');
  const { openRecordedCalls } = await import('../../engine/recorded-calls.ts');
  await configOf(context, options.config);
  const recorded = await openRecordedCalls(path, context.signal);
  try {
    if (recorded.processes.length === 0) throw new OvoscopeError(recorded.problems[0] ?? cliProblems.noBehavior(path));
    const choice = callChoice({ ...options, status: statusOf(options.status) }, recorded.processes);
    await printCalls(recorded.processes, choice, options, context);
  } finally {
    recorded.close();
  }
}

function statusOf(text: string | undefined): Call['status'] | undefined {
  if (text === undefined) return undefined;
  if (/^succ/i.test(text) || /^ok$/i.test(text)) return 'SUCCESS';
  if (/^fail/i.test(text)) return 'FAILURE';
  throw new UsageError(`--status is ${text}, but should be success or fail`);
}

const FLUSH = 64 * 1024;

async function printCalls(
  processes: readonly Process[],
  choice: Choice,
  { offset = 0, limit = Number.POSITIVE_INFINITY, json = false }: Options,
  context: CliContext,
): Promise<void> {
  const write = json
    ? (await import('../call-text.ts')).jsonLine
    : (await import('../call-text.ts')).textLines(context);
  let skip = offset;
  let left = limit;
  let out = '';
  for (const process of processes) {
    if (left <= 0) break;
    if (!choice.wantsProcess(process)) continue;
    for (const call of choice.calls(process)) {
      if (skip > 0) {
        skip--;
        continue;
      }
      out += write(process, call);
      if (out.length >= FLUSH) {
        await context.stdout.print(out);
        out = '';
        if (context.signal.aborted) return;
      }
      if (--left <= 0) break;
    }
  }
  await context.stdout.print(out);
}
