import type { Command } from 'commander';
import { OvoscopeError, type Problem } from '../../errors/problem.ts';
import { storageProblems } from '../../errors/storage.ts';
import { defang } from '../../report/defang.ts';
import type { BlacklistEntry, Covered, Sighting, Whitelisting } from '../../storage/types.ts';
import type { ValueType } from '../../storage/values.ts';
import { type ExportCommandOptions, exportTo, withExportOptions } from '../blacklist-export.ts';
import { importFrom, withImportOptions } from '../blacklist-import.ts';
import { type CliContext, printProblems } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import {
  asUsage,
  counted,
  namedValue,
  type StoreOptions,
  tellRecorded,
  timeText,
  typeOption,
  withStore,
  withStoreOptions,
} from '../store.ts';
import { messageText, pad, sampleText } from '../text.ts';

interface ValueOptions extends StoreOptions {
  type?: ValueType;
}

interface ListOptions extends ExportCommandOptions {
  expired?: boolean;
}

interface ShowOptions extends ValueOptions {
  json?: boolean;
}

interface AddOptions extends ValueOptions {
  reason?: string;
  expires?: string;
}

export function register(program: Command, context: CliContext): void {
  const blacklist = program.command('blacklist').description('what was judged bad: look at it, change it, pass it on');
  const command = (name: string, about: string) => withStoreOptions(blacklist.command(name).description(about));

  command('list', 'list the entries, or print them in a format of others')
    .addOption(typeOption('only hash, ip, domain or url'))
    .option('--since <span>', 'only what was seen in the last 90m, 1h, 30d …, or since a date, or all', 'all')
    .option('--expired', 'with entries that have lapsed')
    .option('--format <format>', 'plain, csv, json, stix, misp or suricata, as `export` prints it')
    .action((options: ListOptions) => list(options, context));
  command('show', 'show an entry with everything it is based on')
    .argument('<value>', 'hash, address, domain or URL; it may be defanged')
    .addOption(typeOption('what the value is, if its looks do not tell'))
    .option('--json', 'as JSON')
    .action((value: string, options: ShowOptions) => show(value, options, context));
  command('add', 'enter values by hand')
    .argument('<value...>', 'hashes, addresses, domains or URLs; they may be defanged')
    .addOption(typeOption('what the values are, if their looks do not tell'))
    .option('--reason <text>', 'why, in your words')
    .option('--expires <span>', 'when the entries lapse: in 90m, 1h, 30d …, or a date')
    .action((values: string[], options: AddOptions) => add(values, options, context));
  command('remove', 'remove entries')
    .argument('<value...>', 'hashes, addresses, domains or URLs; they may be defanged')
    .addOption(typeOption('what the values are, if their looks do not tell'))
    .action((values: string[], options: ValueOptions) => remove(values, options, context));
  withExportOptions(
    command('export', 'write the entries for others, without what is whitelisted or has lapsed'),
  ).action((options: ExportCommandOptions) => exportTo(options, context));
  withImportOptions(command('import', 'enter values from a file')).action((file: string, options) =>
    importFrom(file, options, context),
  );
}

async function list(options: ListOptions, context: CliContext): Promise<void> {
  if (options.format !== undefined) return exportTo(options, context);
  const { parseSince } = await import('../../storage/time-span.ts');
  const since = await asUsage(context, () => parseSince(options.since, new Date()));
  await withStore(context, options, async (store) => {
    const whitelist = await store.whitelist.snapshot();
    let count = 0;
    for await (const entry of store.blacklist.entries({ type: options.type, since, expired: options.expired })) {
      if (context.signal.aborted) return;
      await context.stdout.print(`${listLine(entry, whitelist, context)}\n`);
      count += 1;
    }
    await context.stderr.print(context.errorColors.dim(`${counted(count, 'entry', 'entries')} in ${store.location}\n`));
  });
}

function listLine(entry: BlacklistEntry, whitelist: Whitelisting, { colors }: CliContext): string {
  const covered = whitelist.covers(entry.type, entry.value);
  const notes = [
    entry.manual ? 'by hand' : '',
    entry.expires ? `${entry.expires <= new Date() ? 'lapsed' : 'until'} ${timeText(entry.expires)}` : '',
    covered ? `whitelisted by ${coveredText(covered)}: stays out of exports` : '',
  ].filter((note) => note !== '');
  const score = pad(entry.score ?? '–', 6);
  const note = notes.length > 0 ? colors.dim(`  (${notes.join('; ')})`) : '';
  return `${timeText(entry.last_seen)}  ${pad(entry.type, 6)}  ${score}  ${shownValue(entry)}${note}`;
}

async function show(text: string, options: ShowOptions, context: CliContext): Promise<void> {
  const { type, value } = await asUsage(context, () => namedValue(text, options.type));
  await withStore(context, options, async (store) => {
    const entry = await asUsage(context, () => store.blacklist.get(type, value));
    if (!entry) {
      await printProblems(context, [storageProblems.noEntry('blacklist', text)]);
      context.exitCode = EXIT.inputMissing;
      return;
    }
    const sightings = await store.blacklist.sightings(type, value);
    const covered = (await store.whitelist.snapshot()).covers(type, value);
    if (options.json) {
      await context.stdout.print(`${JSON.stringify({ ...entry, whitelisted: covered ?? null, sightings }, null, 2)}\n`);
    } else {
      await context.stdout.print(entryText(entry, sightings, covered, context));
    }
  });
}

function entryText(
  entry: BlacklistEntry,
  sightings: Sighting[],
  covered: Covered | undefined,
  context: CliContext,
): string {
  const { bold, dim } = context.colors;
  const lines = [bold(`${entry.type} ${shownValue(entry)}`)];
  const field = (name: string, text: string) => lines.push(`  ${dim(pad(name, 10))}${text}`);
  if (entry.score !== null) field('score', `${entry.score}, threshold ${entry.threshold}`);
  if (entry.manual)
    field('by hand', entry.manual_reason === null ? 'without a reason' : messageText(entry.manual_reason));
  if (covered) field('whitelist', `covered by ${coveredText(covered)}: stays out of exports`);
  field('seen', `first ${timeText(entry.first_seen)}, last ${timeText(entry.last_seen)} UTC`);
  if (entry.expires) field('expires', `${timeText(entry.expires)} UTC`);
  if (entry.ruleset !== null) field('rule set', sampleText(entry.ruleset));
  for (const reason of entry.reasons) {
    const place = `${messageText(reason.file)}${reason.line === null ? '' : `:${reason.line}`}`;
    const group = reason.group_id > 0 ? `, group ${reason.group_id}` : '';
    lines.push(`  ${pad(reason.score, 6)} ${bold(sampleText(reason.key))}  ${dim(place + group)}`);
    lines.push(`         rule     ${reason.values.map((value) => sampleText(value)).join(', ')}`);
    for (const matched of reason.matched.slice(0, 10)) lines.push(`         matched  ${sampleText(matched)}`);
    const more = reason.matched_total - Math.min(10, reason.matched.length);
    if (more > 0) lines.push(`         ${dim(`… and ${more} more`)}`);
  }
  if (sightings.length > 0) lines.push(dim('  analyses, newest first'));
  for (const { seen, score, analysis } of sightings) {
    lines.push(`  ${timeText(seen)}  ${pad(score ?? '–', 6)}  ${sampleText(analysis)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

async function add(texts: string[], options: AddOptions, context: CliContext): Promise<void> {
  const { parseExpiry } = await import('../../storage/time-span.ts');
  const now = new Date();
  const expires = await asUsage(context, () =>
    options.expires === undefined ? undefined : parseExpiry(options.expires, now),
  );
  const values = await asUsage(context, () => texts.map((text) => namedValue(text, options.type)));
  await withStore(context, options, async (store) => {
    const recorded = await store.blacklist.addManual(
      values.map((one) => ({ ...one, reason: options.reason, expires })),
    );
    await tellRecorded(recorded, context);
  });
}

async function remove(texts: string[], options: ValueOptions, context: CliContext): Promise<void> {
  const values = await asUsage(context, () => texts.map((text) => namedValue(text, options.type)));
  await withStore(context, options, async (store) => {
    let removed = 0;
    const problems: Problem[] = [];
    for (const [index, { type, value }] of values.entries()) {
      try {
        if (await store.blacklist.remove(type, value)) removed += 1;
        else problems.push(storageProblems.noEntry('blacklist', texts[index]!));
      } catch (error) {
        if (!(error instanceof OvoscopeError) || error.code !== 'STORE_VALUE') throw error;
        problems.push(error.problem);
      }
    }
    await printProblems(context, problems);
    if (problems.length > 0) context.exitCode = EXIT.inputMissing;
    await context.stdout.print(`${counted(removed, 'entry', 'entries')} removed\n`);
  });
}

function shownValue({ type, value }: { type: ValueType; value: string }): string {
  if (type === 'hash') return value;
  return defang(value, type === 'url' ? 'url' : 'host');
}

function coveredText({ entry, owner }: Covered): string {
  return `${entry}, ${messageText(owner)}`;
}
