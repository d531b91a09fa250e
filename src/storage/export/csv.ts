import { csvLine, fromCsvCell } from '../../util/csv-cell.ts';
import type { ExportEntry, Exporter } from './types.ts';

export { csvLine, fromCsvCell };

const file = 'blacklist.csv';

export const CSV_COLUMNS = [
  'type',
  'value',
  'score',
  'threshold',
  'first_seen',
  'last_seen',
  'expires',
  'manual',
  'reason',
  'analysis',
  'ruleset',
  'rules',
] as const;

/** CSV (RFC 4180, lines end in LF) that a spreadsheet shows and never calculates. */
export const csvExporter: Exporter = {
  files: [file],
  async *write(entries) {
    yield { file, text: `${CSV_COLUMNS.join(',')}\n` };
    for await (const entry of entries) yield { file, text: csvLine(cellsOf(entry)) };
  },
};

function cellsOf(entry: ExportEntry): string[] {
  const rules = new Set(
    entry.reasons.map(({ key, file, line }) => `${key} (${file}${line === null ? '' : `:${line}`})`),
  );
  const cells: { [column in (typeof CSV_COLUMNS)[number]]: string } = {
    type: entry.type,
    value: entry.value,
    score: entry.score ?? '',
    threshold: entry.threshold ?? '',
    first_seen: entry.first_seen.toISOString(),
    last_seen: entry.last_seen.toISOString(),
    expires: entry.expires?.toISOString() ?? '',
    manual: entry.manual ? 'yes' : 'no',
    reason: entry.manual_reason ?? '',
    analysis: entry.analysis ?? '',
    ruleset: entry.ruleset ?? '',
    rules: [...rules].join('; '),
  };
  return CSV_COLUMNS.map((column) => cells[column]);
}
