import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Corpus } from '../../authoring/compile-corpus.ts';
import type { TrialHost } from '../../authoring/trial-host.ts';
import type { Config } from '../../engine/config/types.ts';
import type { TestFile } from '../../engine/run-tests.ts';
import { cliProblems } from '../../errors/cli.ts';
import { type CliContext, type CommonOptions, configOf, printProblems, Told, withCommonOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { messageText } from '../text.ts';

interface Options extends CommonOptions {
  json?: boolean;
  watch?: boolean;
  corpus?: string;
}

export function register(program: Command, context: CliContext): void {
  withCommonOptions(
    program
      .command('test')
      .description('run the tests beside modules of your own (*.test.ts), and signatures over stored analyses')
      .argument('[name...]', 'only tests of these modules; with --corpus, any signatures'),
  )
    .option('--watch', 'run them again whenever a file is saved, until Ctrl-C')
    .option('--corpus <dir>', 'run the signatures over the analyses below this folder, and tell what changed')
    .option('--json', 'one JSON object per test, and per signature with --corpus')
    .action((names: string[], options: Options) => run(names, options, context));
}

/** What all rounds of one command share. */
interface Session {
  names: readonly string[];
  options: Options;
  config: Config;
  /** Named by the user, without `./modules`. */
  named: readonly string[];
  folders: readonly string[];
  corpus: Corpus | undefined;
  host: TrialHost | undefined;
}

interface Total {
  passed: number;
  failed: number;
  skipped: number;
}

async function run(names: readonly string[], options: Options, context: CliContext): Promise<void> {
  const { implicitFolder } = await import('../../engine/discover.ts');
  const { findTests } = await import('../../engine/run-tests.ts');
  const config = await configOf(context, options.config);
  const implicit = implicitFolder();
  const named = [...config.modules, ...(options.modules ?? [])];
  const folders = [...(implicit === undefined ? [] : [implicit]), ...named];
  if (findTests(folders, names).length === 0 && options.corpus === undefined && !options.watch)
    await noTests(context, folders);
  const session: Session = { names, options, config, named, folders, corpus: undefined, host: undefined };
  try {
    if (options.corpus !== undefined) {
      const { corpusOf, printCorpus } = await import('../signatures-corpus.ts');
      const { TrialHost } = await import('../../authoring/trial-host.ts');
      session.corpus = await corpusOf(context, options.corpus, config, named);
      session.host = new TrialHost();
      if (!options.json) await printCorpus(context, session.corpus);
    }
    const total = await round(context, session, context.signal);
    if (options.watch) await watchOn(context, session);
    else await setExit(context, session, total);
  } finally {
    await session.host?.close();
  }
}

async function noTests(context: CliContext, folders: readonly string[]): Promise<never> {
  await printProblems(context, [cliProblems.noTests(folders)]);
  throw new Told(EXIT.usage);
}

async function setExit(context: CliContext, { folders, corpus }: Session, total: Total): Promise<void> {
  if (total.failed > 0) context.exitCode = EXIT.testFailed;
  else if (total.passed === 0 && corpus === undefined) {
    await printProblems(context, [cliProblems.noTests(folders)]);
    context.exitCode = EXIT.usage;
  }
}

async function watchOn(context: CliContext, session: Session): Promise<void> {
  const { watchFolders } = await import('../watch-folders.ts');
  const { dim } = context.colors;
  if (session.folders.length === 0) await noTests(context, session.folders);
  const waiting = () =>
    session.options.json ? undefined : context.stdout.print(dim('waiting for a save; Ctrl-C ends\n'));
  const onSave = async (saved: string[], signal: AbortSignal) => {
    const shown = saved.map((path) => basename(path)).join(', ');
    if (!session.options.json) {
      await context.stdout.print(`\n${dim(`── ${new Date().toTimeString().slice(0, 8)}  ${messageText(shown)}`)}\n`);
    }
    await round(context, session, signal, saved);
    await waiting();
  };
  await watchFolders(session.folders, context.signal, onSave, async () => void (await waiting()));
  context.exitCode = EXIT.done;
}

/** All tests, or those that a save can have to do with, and the corpus. */
async function round(
  context: CliContext,
  session: Session,
  signal: AbortSignal,
  saved?: readonly string[],
): Promise<Total> {
  const { findTests } = await import('../../engine/run-tests.ts');
  const { names, options, folders, named, corpus, host, config } = session;
  const all = findTests(folders, names);
  const total: Total = { passed: 0, failed: 0, skipped: 0 };
  const started = performance.now();
  await runTests(context, saved === undefined ? all : concerned(all, saved), {
    json: options.json ?? false,
    signal,
    total,
  });
  if (!options.json && all.length > 0 && !signal.aborted) {
    const parts = [`${total.passed} passed`, `${total.failed} failed`, `${total.skipped} skipped`];
    const text = parts.filter((part) => !part.startsWith('0 ')).join(', ') || 'no tests';
    const ms = options.watch ? context.colors.dim(`  ${Math.round(performance.now() - started)} ms`) : '';
    await context.stdout.print(`${text}${ms}\n`);
  }
  if (corpus !== undefined && host !== undefined && !signal.aborted) {
    const { chooseSignatures } = await import('../../authoring/choose.ts');
    const { runOverCorpus } = await import('../signatures-corpus.ts');
    const chosen = await chooseSignatures(named, names);
    const json = options.json ?? false;
    if (!(await runOverCorpus(context, { chosen, corpus, config, host, signal, json }))) total.failed++;
  }
  if (context.signal.aborted && !options.watch) throw new Told(EXIT.cancelled);
  return total;
}

/** The test of a module that was saved; all where what was saved may be used by any. */
function concerned(all: readonly TestFile[], saved: readonly string[]): readonly TestFile[] {
  const stems = saved.map((path) => path.replace(/(?:\.test)?\.[^.]+$/, ''));
  const chosen = all.filter(({ path }) => stems.includes(path.replace(/\.test\.[^.]+$/, '')));
  return chosen.length === 0 ? all : chosen;
}

async function runTests(
  context: CliContext,
  files: readonly TestFile[],
  { json, signal, total }: { json: boolean; signal: AbortSignal; total: Total },
): Promise<void> {
  const { runTestFile } = await import('../../engine/run-tests.ts');
  const { bold, dim, green, red, yellow } = context.colors;
  for (const file of files) {
    if (signal.aborted) return;
    if (!json) await context.stdout.print(`${bold(file.shown)}\n`);
    for await (const result of runTestFile(file, signal)) {
      total[result.state]++;
      if (json) {
        await context.stdout.print(`${JSON.stringify({ file: file.shown, ...result })}\n`);
        continue;
      }
      const mark = { passed: green('✓'), failed: red('✗'), skipped: yellow('–') }[result.state];
      await context.stdout.print(`  ${mark} ${messageText(result.name)} ${dim(`${Math.round(result.ms)} ms`)}\n`);
      if (result.error !== undefined) await context.stdout.print(`${indent(messageText(result.error))}\n`);
    }
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '      ');
}
