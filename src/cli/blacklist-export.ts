import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import type { BlacklistExport } from '../storage/export/export-blacklist.ts';
import type { Withheld } from '../storage/export/select.ts';
import { EXPORT_FORMATS, isExportFormat, leftOutText } from '../storage/export/types.ts';
import type { ValueType } from '../storage/values.ts';
import { type CliContext, UsageError, wholeNumber } from './context.ts';
import { asUsage, counted, type StoreOptions, typeOption, withStore } from './store.ts';
import { messageText } from './text.ts';

export interface ExportCommandOptions extends StoreOptions {
  type?: ValueType;
  since: string;
  format?: string;
  out?: string;
  comments?: boolean;
  sidBase?: number;
}

const WITHHELD_SHOWN = 10;

export function withExportOptions(command: Command): Command {
  return command
    .addOption(typeOption('only hash, ip, domain or url'))
    .option('--since <span>', 'only what was seen in the last 90m, 1h, 30d …, or since a date, or all', 'all')
    .option('--format <format>', 'plain, csv, json, stix, misp or suricata', 'plain')
    .option('--out <path>', 'file, or folder for formats of several files; default is to print')
    .option('--no-comments', 'without comments inside, in formats that have them')
    .option('--sid-base <number>', 'first signature id of Suricata rules', wholeNumber('--sid-base', 1));
}

/** Writes an export to a file, a folder or stdout, and says on stderr what it left out. */
export async function exportTo(options: ExportCommandOptions, context: CliContext): Promise<void> {
  const format = options.format ?? 'plain';
  if (!isExportFormat(format)) {
    throw new UsageError(`there is no format "${format}"`, `There are ${EXPORT_FORMATS.join(', ')}.`);
  }
  const { exportBlacklist } = await import('../storage/export/export-blacklist.ts');
  const { parseSince } = await import('../storage/time-span.ts');
  const generated = new Date();
  const since = await asUsage(context, () => parseSince(options.since, generated));
  await withStore(context, options, async (store) => {
    const withheld: Withheld[] = [];
    const done = await exportBlacklist(store, {
      format,
      generated,
      query: { type: options.type, since },
      comments: options.comments,
      sidBase: options.sidBase,
      withheld: (entry) => {
        if (entry.why === 'whitelisted' && withheld.length < WITHHELD_SHOWN) withheld.push(entry);
      },
    });
    const written = options.out === undefined ? undefined : await writeOut(done, resolve(options.out));
    if (written === undefined) await printOut(done, format, options.type, context);
    // Nobody reads the rest, so there is no whole to speak of.
    if (context.signal.aborted) return;
    await tellLeftOut(done, withheld, written, context);
  });
}

async function writeOut({ pieces, files }: BlacklistExport, out: string): Promise<string[]> {
  const { writeExportFiles } = await import('../storage/export/write-files.ts');
  const isFolder = files.length > 1 || statSync(out, { throwIfNoEntry: false })?.isDirectory() === true;
  return writeExportFiles(pieces, files, (file) => (isFolder ? join(out, file) : out));
}

async function printOut(
  { pieces, files }: BlacklistExport,
  format: string,
  type: ValueType | undefined,
  context: CliContext,
): Promise<void> {
  // The list of one kind is one file; the rules that go with it need a place beside it.
  const isList = files.length > 1;
  if (isList && (type === undefined || type === 'url' || type === 'hash')) {
    await asUsage(context, () => {
      throw new OvoscopeError(storageProblems.exportNeedsFolder(format));
    });
  }
  for await (const { file, text } of pieces) {
    if (context.signal.aborted) return;
    if (!isList || file !== files[0]) await context.stdout.print(text);
  }
}

async function tellLeftOut(
  done: BlacklistExport,
  withheld: Withheld[],
  written: string[] | undefined,
  context: CliContext,
): Promise<void> {
  const where = written === undefined ? '' : ` to ${written.join(', ')}`;
  const lines = [
    `${counted(done.count(), 'entry', 'entries')} exported${where}; left out: ${leftOutText(done.leftOut)}`,
  ];
  for (const { value, covered } of withheld) {
    lines.push(`  whitelisted: ${value} (${covered?.entry}, ${messageText(covered?.owner ?? '')})`);
  }
  const more = done.leftOut.whitelisted - withheld.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  await context.stderr.print(`${lines.join('\n')}\n`);
}
