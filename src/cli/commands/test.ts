import type { Command } from 'commander';
import { cliProblems } from '../../errors/cli.ts';
import { type CliContext, type CommonOptions, configOf, printProblems, Told, withCommonOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

interface Options extends CommonOptions {
  json?: boolean;
}

export function register(program: Command, context: CliContext): void {
  withCommonOptions(
    program
      .command('test')
      .description('run the tests beside modules of your own (*.test.ts)')
      .argument('[name...]', 'only tests of these modules'),
  )
    .option('--json', 'one JSON object per test')
    .action((names: string[], options: Options) => run(names, options, context));
}

async function run(names: readonly string[], options: Options, context: CliContext): Promise<void> {
  const { implicitFolder } = await import('../../engine/discover.ts');
  const { findTests, runTestFile } = await import('../../engine/run-tests.ts');
  const { messageText } = await import('../text.ts');
  const config = await configOf(context, options.config);
  const implicit = implicitFolder();
  const folders = [...(implicit === undefined ? [] : [implicit]), ...config.modules, ...(options.modules ?? [])];
  const files = findTests(folders, names);
  if (files.length === 0) {
    await printProblems(context, [cliProblems.noTests(folders)]);
    throw new Told(EXIT.usage);
  }

  const { bold, dim, green, red, yellow } = context.colors;
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    if (context.signal.aborted) throw new Told(EXIT.cancelled);
    if (!options.json) await context.stdout.print(`${bold(file.shown)}\n`);
    for await (const result of runTestFile(file, context.signal)) {
      total[result.state]++;
      if (options.json) {
        await context.stdout.print(`${JSON.stringify({ file: file.shown, ...result })}\n`);
        continue;
      }
      const mark = { passed: green('✓'), failed: red('✗'), skipped: yellow('–') }[result.state];
      await context.stdout.print(`  ${mark} ${messageText(result.name)} ${dim(`${Math.round(result.ms)} ms`)}\n`);
      if (result.error !== undefined) await context.stdout.print(`${indent(messageText(result.error))}\n`);
    }
  }
  if (!options.json) {
    const parts = [`${total.passed} passed`, `${total.failed} failed`, `${total.skipped} skipped`];
    await context.stdout.print(`${parts.filter((part) => !part.startsWith('0 ')).join(', ') || 'no tests'}\n`);
  }
  if (total.failed > 0) context.exitCode = EXIT.testFailed;
  else if (total.passed === 0) {
    await printProblems(context, [cliProblems.noTests(folders)]);
    context.exitCode = EXIT.usage;
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '      ');
}
