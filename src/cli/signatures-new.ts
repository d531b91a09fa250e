import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type CliContext, UsageError } from './context.ts';

interface Options {
  dir?: string;
  calls?: boolean;
}

export function register(group: Command, context: CliContext): void {
  group
    .command('new')
    .description('write a new signature and its tests, which work as they are and wait to be changed')
    .argument('<name>', 'what the sample did, in small letters: disables_defender')
    .option('--dir <dir>', 'module folder it goes to; default is ./modules')
    .option('--calls', 'a signature that looks at calls one by one, not at lists of files, keys or commands')
    .action((name: string, options: Options) => run(name, options, context));
}

async function run(name: string, { dir = 'modules', calls = false }: Options, context: CliContext): Promise<void> {
  const { builtInFiles } = await import('../engine/discover.ts');
  const { authoringProblems } = await import('../errors/authoring.ts');
  const { writeNewSignature } = await import('../authoring/new-signature.ts');
  const twin = builtInFiles().find(({ kind, stem }) => kind === 'signature' && stem === name);
  if (twin !== undefined) {
    const { message, hint } = authoringProblems.nameTaken(name, twin.shown);
    throw new UsageError(message, hint);
  }
  const written = writeNewSignature({ name, folder: dir, onCalls: calls });
  const { bold, dim } = context.colors;
  for (const path of written) await context.stdout.print(`${bold(relative('', path))}\n`);
  const option = resolve(dir) === resolve('modules') ? '' : ` --modules ${dir}`;
  const next = [
    `npx ovoscope test ${name}${option} --watch`,
    `npx ovoscope signatures explain ${name} ANALYSIS${option}`,
    `npx ovoscope signatures lint ${written[0] === undefined ? '' : relative('', written[0])}`,
  ];
  await context.stdout.print(dim(`Next:\n${next.map((line) => `  ${line}\n`).join('')}`));
}
