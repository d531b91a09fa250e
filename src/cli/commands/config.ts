import type { Command } from 'commander';
import { type CliContext, type CommonOptions, configOf, printProblems, withCommonOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export function register(program: Command, context: CliContext): void {
  const config = program.command('config').description('the configuration file');
  withCommonOptions(config.command('check').description('say everything that is wrong with the configuration')).action(
    (options: CommonOptions) => check(options, context),
  );
}

async function check(options: CommonOptions, context: CliContext): Promise<void> {
  const config = await configOf(context, options.config);
  if (config.file === undefined) {
    await context.stdout.print('There is no ovoscope.toml here; the defaults hold.\n');
    return;
  }
  const { loadPlugins, preparePlugins } = await import('../../engine/load.ts');
  const { checkSections } = await import('../../engine/config/sections.ts');
  const prepared = await preparePlugins([...config.modules, ...(options.modules ?? [])]);
  const plugins = await loadPlugins(prepared, { config });
  const { loadPython } = await import('../../engine/run-python.ts');
  const python = await loadPython(config);
  await python?.close();
  const pythonNames = new Set(python?.signatures.map(({ name }) => name));
  const problems = checkSections(config, plugins, options.config ?? 'ovoscope.toml', pythonNames);
  await printProblems(context, [...problems, ...plugins.problems, ...(python?.problems ?? [])]);
  if (problems.length > 0) context.exitCode = EXIT.usage;
  else if (plugins.problems.length > 0) context.exitCode = EXIT.moduleNotLoaded;
  else await context.stdout.print(`${config.file} is in order.\n`);
}
