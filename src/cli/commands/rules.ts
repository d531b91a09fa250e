import type { Command } from 'commander';
import { type CliContext, type CommonOptions, UsageError, withCommonOptions } from '../context.ts';
import { type StoreOptions, withStoreOptions } from '../store.ts';

export interface CheckOptions extends CommonOptions {
  strict?: boolean;
  json?: boolean;
}

export interface FixOptions extends CommonOptions {
  out?: string;
  stdout?: boolean;
}

export interface ExplainOptions extends CommonOptions, StoreOptions {
  rules?: string[];
  json?: boolean;
  threshold?: number;
  dfiQuirks?: boolean;
  strict?: boolean;
}

export function register(program: Command, context: CliContext): void {
  const rules = program.command('rules').description('rule files: what makes a value blacklisted');

  withCommonOptions(
    rules
      .command('check')
      .description('tell every mistake in rule files, with its place and how to mend it')
      .argument('<file...>', 'rule files, or folders of them'),
  )
    .option('--strict', 'take warnings for errors')
    .option('--json', 'one JSON object per finding')
    .action(async (paths: string[], options: CheckOptions) => (await checking()).check(paths, options, context));

  withCommonOptions(
    rules
      .command('fix')
      .description('write rule files as valid JSON, with everything mended that is certain')
      .argument('<file...>', 'rule files, or folders of them'),
  )
    .option('--out <file>', 'write there and leave the file as it is')
    .option('--stdout', 'print it and leave the file as it is')
    .action(async (paths: string[], options: FixOptions) => (await checking()).fix(paths, options, context));

  withCommonOptions(
    withStore(
      rules
        .command('explain')
        .description('score an analysis and show the account: what each rule object matched, and the sum')
        .argument('<path>', 'analysis folder, archive of one, or report.json(.gz)'),
    ),
  )
    .option('--rules <file...>', 'rule files, or folders of them')
    .option('--threshold <score>', 'blacklist from this total on; default is 2.0', parseThreshold)
    .option('--dfi-quirks', "score as DFI's code did, its accidents included")
    .option('--strict', 'take warnings in rule files for errors')
    .option('--json', 'print the ledger as JSON; a list of ledgers where the rules are not about the hash alone')
    .action(async (path: string, options: ExplainOptions) => (await scoring()).explain(path, options, context));

  withCommonOptions(
    rules
      .command('test')
      .description('run the cases that stand beside rule files (*.cases.json)')
      .argument('<dir...>', 'folders, or single files of cases'),
  )
    .option('--json', 'one JSON object per case')
    .action(async (paths: string[], options: CommonOptions & { json?: boolean }) =>
      (await scoring()).test(paths, options, context),
    );

  withCommonOptions(
    rules.command('keys').description('list the rule keys: what their values look like, and what they read'),
  )
    .option('--json', 'as JSON')
    .action(async (options: CommonOptions & { json?: boolean }) => (await checking()).keys(options, context));

  withCommonOptions(rules.command('schema').description('print the JSON Schema of rule files, for editors')).action(
    async (options: CommonOptions) => (await checking()).schema(options, context),
  );
}

/** The commands themselves, loaded when one of them runs. */
const checking = () => import('../rules-check.ts');
const scoring = () => import('../rules-score.ts');

/** The store's options, without the one that both sets have. */
function withStore(command: Command): Command {
  const own = withStoreOptions(command.createCommand());
  const store = own.options.find(({ long }) => long === '--store');
  return store ? command.addOption(store) : command;
}

function parseThreshold(text: string): number {
  const value = Number(text);
  if (/^-?\d+(?:\.\d{1,6})?$/.test(text) && Math.abs(value) <= 1_000_000) return value;
  throw new UsageError(`--threshold is ${text}, but should be a number such as 2.0`);
}
