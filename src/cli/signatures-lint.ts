import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Finding } from '../authoring/lint/lint.ts';
import {
  type CliContext,
  type CommonOptions,
  configOf,
  printProblems,
  UsageError,
  withCommonOptions,
} from './context.ts';
import { EXIT } from './exit-codes.ts';
import { messageText, pad } from './text.ts';

interface Options extends CommonOptions {
  json?: boolean;
  strict?: boolean;
  rules?: boolean;
}

export function register(group: Command, context: CliContext): void {
  withCommonOptions(
    group
      .command('lint')
      .description('look for what makes signatures wrong, slow or hard to use')
      .argument('[path...]', 'files or folders of signatures; default is those of your module folders'),
  )
    .option('--strict', 'exit with 23 for advice too')
    .option('--rules', 'list the rules')
    .option('--json', 'as JSON')
    .action((paths: string[], options: Options) => run(paths, options, context));
}

async function run(paths: readonly string[], options: Options, context: CliContext): Promise<void> {
  if (options.rules) return printRules(context);
  const { lint } = await import('../authoring/lint/lint.ts');
  const { implicitFolder } = await import('../engine/discover.ts');
  const config = await configOf(context, options.config);
  const own = [implicitFolder(), ...config.modules, ...(options.modules ?? [])];
  const folders = own
    .flatMap((folder) => (folder === undefined ? [] : [join(folder, 'signatures')]))
    .filter((folder) => existsSync(folder));
  const wanted = paths.length > 0 ? paths : folders;
  if (wanted.length === 0)
    throw new UsageError(
      'there are no signatures to look at',
      'Name files or folders, or a module folder with --modules.',
    );
  const { findings, problems, signatures, allowed } = await lint(wanted);
  const errors = findings.filter(({ level }) => level === 'error').length;
  if (options.json)
    await context.stdout.print(`${JSON.stringify({ signatures, findings, allowed, problems }, null, 2)}\n`);
  else {
    for (const finding of findings) await printFinding(context, finding);
    await printProblems(context, problems);
    const parts = [`${errors} ${errors === 1 ? 'error' : 'errors'}`, `${findings.length - errors} advice`];
    if (allowed > 0) parts.push(`${allowed} allowed`);
    await context.stdout.print(`${signatures} signatures: ${parts.join(', ')}\n`);
  }
  if (problems.length > 0) context.exitCode = EXIT.moduleNotLoaded;
  else if (errors > 0 || (options.strict && findings.length > 0)) context.exitCode = EXIT.testFailed;
}

async function printFinding(context: CliContext, finding: Finding): Promise<void> {
  const { bold, dim, red, yellow } = context.colors;
  const { rule, level, file, line, column, message, mend, frame } = finding;
  const paint = level === 'error' ? red : yellow;
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const from = Math.max(0, Math.min(frame.from - 20, frame.text.length - WIDTH));
  const text = messageText(frame.text.slice(from, from + WIDTH).replaceAll('\t', ' '));
  const marks = '^'.repeat(Math.max(1, Math.min(frame.length, WIDTH - (frame.from - from))));
  const lines = [
    `${bold(`${messageText(file)}:${line}:${column}`)}  ${paint(`${level} ${rule}`)}  ${messageText(message)}`,
    dim(`${number} | `) + text,
    `${gutter} ${dim('|')} ${' '.repeat(frame.from - from)}${paint(marks)}`,
    `${gutter} ${dim(`= ${messageText(mend)}`)}`,
  ];
  await context.stdout.print(`${lines.join('\n')}\n`);
}

const WIDTH = 120;

async function printRules(context: CliContext): Promise<void> {
  const { RULES } = await import('../authoring/lint/rules.ts');
  const width = Math.max(...RULES.map(({ name }) => name.length));
  for (const { name, level, about } of RULES) {
    await context.stdout.print(`${pad(name, width)}  ${pad(level, 6)}  ${about}\n`);
  }
}
