import type { Command } from 'commander';
import { list, type Options, type Row } from './commands/list.ts';
import { type CliContext, collect, UsageError, withCommonOptions } from './context.ts';

interface Filters extends Options {
  ttp?: string[];
  category?: string[];
  severity?: [from: number, to: number];
}

export function register(group: Command, context: CliContext): void {
  withCommonOptions(group.command('list').description('list the signatures there are, as "ovoscope list signatures"'))
    .option(
      '--ttp <id>',
      'only those of this ATT&CK technique or its sub-techniques; may be given several times',
      collect,
    )
    .option('--category <name>', 'only those of this category; may be given several times', collect)
    .option('--severity <range>', 'only those of this severity: 3, or 2-5', parseSeverity)
    .option('--python-signatures <dir>', 'folder with Python signatures of CAPE or Cuckoo 2', collect)
    .option('--json', 'as JSON')
    .action((options: Filters) => list('signatures', options, context, (row) => isWanted(row, options)));
}

function isWanted(row: Row, { ttp, category, severity }: Filters): boolean {
  const has = (field: string, wanted: readonly string[], matches: (value: string, wanted: string) => boolean) => {
    const values = Array.isArray(row[field])
      ? (row[field] as unknown[]).map((value) => String(value).toLowerCase())
      : [];
    return values.some((value) => wanted.some((each) => matches(value, each.toLowerCase())));
  };
  if (ttp && !has('ttps', ttp, (value, id) => value === id || value.startsWith(`${id}.`))) return false;
  if (category && !has('categories', category, (value, name) => value === name)) return false;
  const [from, to] = severity ?? [0, Number.POSITIVE_INFINITY];
  return severity === undefined || (Number(row['severity']) >= from && Number(row['severity']) <= to);
}

function parseSeverity(text: string): [from: number, to: number] {
  const [, from, to] = /^([1-5])(?:-([1-5]))?$/.exec(text) ?? [];
  if (from !== undefined) return [Number(from), Number(to ?? from)];
  throw new UsageError(`--severity is ${text}, but should be a number from 1 to 5, or two such as 2-5`);
}
