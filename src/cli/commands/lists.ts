import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { Config } from '../../engine/config/types.ts';
import { errorText, OvoscopeError } from '../../errors/problem.ts';
import { storageProblems } from '../../errors/storage.ts';
import type { ConfiguredList } from '../../storage/list-fetch.ts';
import { type CliContext, collect, printProblems } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { asUsage, counted, type StoreOptions, timeText, withStore, withStoreOptions } from '../store.ts';
import { messageText, pad } from '../text.ts';

interface LoadOptions extends StoreOptions {
  category: string;
  source: string;
  allowEmpty?: boolean;
}

interface RefreshOptions extends StoreOptions {
  source?: string[];
}

export function register(program: Command, context: CliContext): void {
  const lists = program
    .command('lists')
    .description('third-party lists of addresses, for the rule 3rd_party_blacklist');
  const command = (name: string, about: string) => withStoreOptions(lists.command(name).description(about));

  command('refresh', 'fetch the lists that the configuration names under [[lists]]')
    .option('--source <name>', 'only this one; may be given several times', collect)
    .action((options: RefreshOptions) => refresh(options, context));
  command('load', 'take a list from a file; it replaces what the source had under the category')
    .argument('<file>', 'addresses or networks, one a line or in a column')
    .requiredOption('--category <name>', 'what the addresses are blamed for, such as C&C')
    .requiredOption('--source <name>', 'who says so')
    .option('--allow-empty', 'take a list without entries for what it says')
    .action((file: string, options: LoadOptions) => load(file, options, context));
  command('list', 'list the sources with how many entries each has, and how old they are')
    .option('--json', 'as JSON')
    .action((options: StoreOptions & { json?: boolean }) => list(options, context));
}

async function refresh(options: RefreshOptions, context: CliContext): Promise<void> {
  const { refreshLists } = await import('../../storage/list-fetch.ts');
  await withStore(context, options, async (store, config) => {
    const configured = await asUsage(context, () => configuredLists(config, options.source));
    const refreshed = await refreshLists(store, configured, { signal: context.signal });
    for (const { source, category, entries, problem } of refreshed) {
      if (problem) await printProblems(context, [problem]);
      if (entries === undefined) context.exitCode = EXIT.inputUnreadable;
      else
        await context.stdout.print(
          `${messageText(source)} (${messageText(category)}): ${counted(entries, 'entry', 'entries')}\n`,
        );
    }
  });
}

async function configuredLists(config: Config, only: string[] | undefined): Promise<ConfiguredList[]> {
  const { checkConfiguredList } = await import('../../storage/list-fetch.ts');
  const all = config.lists.map(checkConfiguredList);
  if (all.length === 0) throw new OvoscopeError(storageProblems.noListSources(config.file));
  const keys = all.map(({ source, category }) => `${source} ${category}`);
  const twice = all.find((_, index) => keys.indexOf(keys[index]!) !== index);
  if (twice)
    throw new OvoscopeError(storageProblems.listSource(twice.source, `it is there twice for ${twice.category}`));
  const unknown = only?.find((name) => !all.some(({ source }) => source === name));
  if (unknown !== undefined)
    throw new OvoscopeError(storageProblems.listSource(unknown, 'the configuration has none of that name'));
  return only ? all.filter(({ source }) => only.includes(source)) : all;
}

async function load(file: string, options: LoadOptions, context: CliContext): Promise<void> {
  const { readAddressList } = await import('../../storage/list-parse.ts');
  const { refuseEmpty } = await import('../../storage/list-fetch.ts');
  const { source, category, allowEmpty } = options;
  await withStore(context, options, async (store) => {
    const content = await readAddressList(chunksOf(file, source), { source, file });
    refuseEmpty(content, { source, allowEmpty }, file);
    if (content.problem) await printProblems(context, [content.problem]);
    const entries = await asUsage(context, () =>
      store.lists.replace({ source, category, origin: file, networks: content.networks }),
    );
    await context.stdout.print(
      `${messageText(source)} (${messageText(category)}): ${counted(entries, 'entry', 'entries')}\n`,
    );
  });
}

async function* chunksOf(file: string, source: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    throw new OvoscopeError(storageProblems.listContent(source, file, errorText(error)), { cause: error });
  }
}

async function list(options: StoreOptions & { json?: boolean }, context: CliContext): Promise<void> {
  await withStore(context, options, async (store) => {
    const sources = await store.lists.list();
    if (options.json) return context.stdout.print(`${JSON.stringify(sources, null, 2)}\n`);
    const { dim } = context.colors;
    for (const { category, source, origin, entries, refreshed, error, error_at } of sources) {
      const age = refreshed === null ? 'never' : timeText(refreshed);
      const head = `${pad(messageText(category), 12)}  ${pad(messageText(source), 20)}  ${pad(String(entries), 8)}  ${pad(age, 19)}`;
      await context.stdout.print(`${head}  ${dim(messageText(origin))}\n`);
      if (error !== null)
        await context.stdout.print(`  failed ${timeText(error_at ?? new Date(0))}: ${messageText(error)}\n`);
    }
    const note = `${counted(sources.length, 'source', 'sources')} in ${store.location}\n`;
    await context.stderr.print(context.errorColors.dim(note));
  });
}
