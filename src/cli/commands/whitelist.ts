import type { Command } from 'commander';
import { OvoscopeError, type Problem } from '../../errors/problem.ts';
import { storageProblems } from '../../errors/storage.ts';
import { refang } from '../../report/defang.ts';
import { type CliContext, printProblems } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { asUsage, counted, type StoreOptions, timeText, withStore, withStoreOptions } from '../store.ts';
import { messageText, pad } from '../text.ts';

export function register(program: Command, context: CliContext): void {
  const whitelist = program.command('whitelist').description('what is never blacklisted and never leaves in an export');
  const command = (name: string, about: string) => withStoreOptions(whitelist.command(name).description(about));

  command('add', 'enter networks, addresses, domains with all below them, or hashes')
    .argument('<entry...>', '10.0.0.0/8, 192.0.2.7, example.com, a hash')
    .requiredOption('--owner <name>', 'whose they are')
    .action((entries: string[], options: StoreOptions & { owner: string }) => add(entries, options, context));
  command('add-private', 'enter every private and reserved range of IPv4 and IPv6').action((options: StoreOptions) =>
    addPrivate(options, context),
  );
  command('list', 'list the entries')
    .option('--json', 'as JSON')
    .action((options: StoreOptions & { json?: boolean }) => list(options, context));
  command('remove', 'remove entries')
    .argument('<entry...>', 'as `whitelist list` shows them')
    .action((entries: string[], options: StoreOptions) => remove(entries, options, context));
}

async function add(entries: string[], options: StoreOptions & { owner: string }, context: CliContext): Promise<void> {
  await withStore(context, options, async (store) => {
    const counts = await asUsage(context, () => store.whitelist.add(entries.map(refang), options.owner));
    await tellAdded(counts, context);
  });
}

async function addPrivate(options: StoreOptions, context: CliContext): Promise<void> {
  await withStore(context, options, async (store) => tellAdded(await store.whitelist.addPrivate(), context));
}

async function tellAdded({ added, updated }: { added: number; updated: number }, context: CliContext): Promise<void> {
  await context.stdout.print(`${counted(added, 'entry', 'entries')} added, ${updated} updated\n`);
}

async function list(options: StoreOptions & { json?: boolean }, context: CliContext): Promise<void> {
  await withStore(context, options, async (store) => {
    const entries = await store.whitelist.list();
    if (options.json) return context.stdout.print(`${JSON.stringify(entries, null, 2)}\n`);
    const { dim } = context.colors;
    for (const { kind, value, owner, added } of entries) {
      await context.stdout.print(
        `${pad(kind, 6)}  ${pad(value, 20)}  ${messageText(owner)}${dim(`  (${timeText(added)})`)}\n`,
      );
    }
    const note = `${counted(entries.length, 'entry', 'entries')} in ${store.location}\n`;
    await context.stderr.print(context.errorColors.dim(note));
  });
}

async function remove(entries: string[], options: StoreOptions, context: CliContext): Promise<void> {
  await withStore(context, options, async (store) => {
    let removed = 0;
    const problems: Problem[] = [];
    for (const entry of entries) {
      try {
        if (await store.whitelist.remove(refang(entry))) removed += 1;
        else problems.push(storageProblems.noEntry('whitelist', entry));
      } catch (error) {
        if (!(error instanceof OvoscopeError) || !/^STORE_(?:VALUE|HOST_BITS)$/.test(error.code)) throw error;
        problems.push(error.problem);
      }
    }
    await printProblems(context, problems);
    if (problems.length > 0) context.exitCode = EXIT.inputMissing;
    await context.stdout.print(`${counted(removed, 'entry', 'entries')} removed\n`);
  });
}
