import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { cliProblems } from '../../errors/cli.ts';
import { errorText, OvoscopeError } from '../../errors/problem.ts';
import type { Comparison } from '../../report/diff/types.ts';
import { loadContainer } from '../container.ts';
import {
  type CliContext,
  type CommonOptions,
  configOf,
  UsageError,
  wholeNumber,
  withCommonOptions,
} from '../context.ts';

const FORMATS = ['text', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends CommonOptions {
  format: Format;
  out?: string;
  lines: number;
}

export function register(program: Command, context: CliContext): void {
  const command = program
    .command('diff')
    .description('say what only one of two analyses did, and what both did')
    .argument('<a>', 'analysis folder, archive of one, or report.json(.gz)')
    .argument('<b>', 'the one to compare with');
  withCommonOptions(command)
    .option('--format <name>', 'text, json or html', parseFormat, 'text')
    .option('--out <file>', 'where to write it; default is the standard output')
    .option('--lines <n>', 'lines of each list of the text; 0 for all', wholeNumber('--lines'), 20)
    .action((a: string, b: string, options: Options) => run(a, b, options, context));
}

async function run(a: string, b: string, options: Options, context: CliContext): Promise<void> {
  const { compareResults } = await import('../../report/diff/compare.ts');
  const config = await configOf(context, options.config);
  const first = await loadContainer(a, config, options.modules ?? [], context);
  try {
    const second = await loadContainer(b, config, options.modules ?? [], context);
    try {
      const comparison = compareResults({ path: a, results: first.results }, { path: b, results: second.results });
      await write(await piecesOf(comparison, options), options.out, context);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

async function piecesOf(comparison: Comparison, { format, lines }: Options): Promise<Iterable<string>> {
  switch (format) {
    case 'json':
      return (await import('../../report/json-writer.ts')).writeJson(comparison);
    case 'html':
      return (await import('../../report/diff/html.ts')).diffHtml(comparison);
    default:
      return (await import('../../report/diff/text.ts')).diffText(comparison, { lines });
  }
}

async function write(pieces: Iterable<string>, out: string | undefined, context: CliContext): Promise<void> {
  if (out === undefined) {
    for (const piece of pieces) await context.stdout.print(piece);
    return;
  }
  try {
    await pipeline(Readable.from(pieces), createWriteStream(out));
  } catch (error) {
    throw new OvoscopeError(cliProblems.notWritten(out, errorText(error)), { cause: error });
  }
}

function parseFormat(text: string): Format {
  if ((FORMATS as readonly string[]).includes(text)) return text as Format;
  throw new UsageError(`--format is ${text}, but should be ${FORMATS.join(', ')}`);
}
