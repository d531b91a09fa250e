import type { Results } from '../plugin/container.ts';
import type { DefangKind } from './defang.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { asList, capped, isRecord, show, valueText } from './view-model-text.ts';
import type { Shown, TableRow, TablesView, TableView } from './view-model-types.ts';

/** A column: its head, how to read it from a row, and how to defang it. */
export type Column = [head: string, read: string | ((row: Row) => unknown), kind?: DefangKind];
export type Row = { [name: string]: unknown };

const TABLES: { readonly [key: string]: { label: string; columns: Column[] } } = {
  hosts: {
    label: 'Hosts',
    columns: [
      ['Address', (row) => row.ip ?? row.value, 'host'],
      ['Country', 'country_name'],
      ['Name', (row) => row.hostname ?? row.inaddrarpa, 'host'],
    ],
  },
  domains: {
    label: 'Domains',
    columns: [
      ['Domain', 'domain', 'host'],
      ['Address', 'ip', 'host'],
    ],
  },
  dns_servers: { label: 'DNS servers', columns: [['Address', 'value', 'host']] },
};

/** Lists of the network that are not about single flows. */
export function networkTables(
  network: Row | undefined,
  except: ReadonlySet<string>,
  index: ProcessIndex,
  limits: ViewLimits,
): TableView[] {
  const tables: TableView[] = [];
  const names = [...Object.keys(TABLES), ...Object.keys(network ?? {}).filter((key) => !Object.hasOwn(TABLES, key))];
  for (const key of names) {
    const rows = asList(network?.[key]);
    if (rows.length === 0 || except.has(key)) continue;
    const spec = Object.hasOwn(TABLES, key) ? TABLES[key] : undefined;
    const label = spec?.label ?? show(key.replaceAll('_', ' '), limits).text;
    const columns = spec?.columns ?? ownColumns(rows);
    tables.push(tableView(`network-${tables.length}`, label, rows, columns, false, index, limits));
  }
  return tables;
}

const RULE_COLUMNS: Column[] = [
  ['State', (row) => (row.state === 'matched' && row.counted !== true ? 'matched, does not count' : row.state)],
  ['Points', 'points'],
  ['Key', 'key'],
  ['Values', (row) => asList(row.values).map(valueText).join(' | '), 'text'],
  [
    'Matched',
    (row) => (isRecord(row.evidence) ? asList(row.evidence.items).map(dataText).join(' | ') : undefined),
    'text',
  ],
  ['Group', (row) => row.group_id || undefined],
  ['File', (row) => `${valueText(row.file)}:${valueText(row.line)}`],
];
const STATES = ['matched', 'not-evaluated', 'not-matched'];
const MAX_ACCOUNTS = 20;

const dataText = (item: unknown): string => (isRecord(item) ? valueText(item.data) : '');

/** What rule files say: a table for each value they scored, what matched first. */
export function rulesView(results: Results, index: ProcessIndex, limits: ViewLimits): TablesView {
  const accounts = asList(results.rules).filter(isRecord);
  const tables = accounts.slice(0, MAX_ACCOUNTS).map((account, i) => {
    const objects = [...asList(account.objects)].sort((a, b) => stateOrder(a) - stateOrder(b));
    const decision = account.blacklisted === true ? 'blacklisted' : 'not blacklisted';
    const value = show(account.value ?? 'no value', limits, account.type === 'hash' ? undefined : 'host').text;
    const label = `${valueText(account.type)} ${value}: ${decision}, ${valueText(account.total)} of ${valueText(account.threshold)}`;
    return tableView(`rules-${i}`, label, objects, RULE_COLUMNS, i === 0, index, limits);
  });
  return { id: 'rules', label: 'Rules', total: accounts.length, tables, empty: undefined };
}

function stateOrder(object: unknown): number {
  return isRecord(object) ? STATES.indexOf(valueText(object.state)) : STATES.length;
}

/** Signatures of the sandbox itself: only what they say, because their evidence has many shapes. */
export function originalTable(signatures: readonly unknown[], index: ProcessIndex, limits: ViewLimits): TableView {
  const columns: Column[] = [
    ['Severity', 'severity'],
    ['Name', 'name'],
    ['Description', 'description', 'text'],
    ['Families', (row) => asList(row.families).map(valueText).join(', ')],
    ['Evidence', (row) => asList(row.data ?? row.marks).length || undefined],
  ];
  const sorted = [...signatures].sort((a, b) => severityNumber(b) - severityNumber(a));
  return tableView('original-signatures', 'Its signatures', sorted, columns, false, index, limits);
}

function severityNumber(signature: unknown): number {
  return isRecord(signature) ? Number(signature.severity) || 0 : 0;
}

/** A table without the columns that no row fills. `timeOfRow` says when a row happened, by the clock of the guest. */
export function tableView(
  id: string,
  label: string,
  rows: readonly unknown[],
  columns: readonly Column[],
  open: boolean,
  index: ProcessIndex,
  limits: ViewLimits,
  timeOfRow?: (row: Row) => number | undefined,
): TableView {
  const made = capped(rows, limits.rows, limits, (row) => tableRow(row, columns, index, limits, timeOfRow));
  const used = columns.map((_, column) => made.items.some((row) => row.cells[column] !== undefined));
  return {
    id,
    label,
    open,
    columns: columns.filter((_, column) => used[column]).map(([head]) => show(head, limits).text),
    rows: {
      ...made,
      items: made.items.map((row) => ({ ...row, cells: row.cells.filter((_, column) => used[column]) })),
    },
  };
}

function tableRow(
  value: unknown,
  columns: readonly Column[],
  index: ProcessIndex,
  limits: ViewLimits,
  timeOfRow?: (row: Row) => number | undefined,
): TableRow {
  const row = isRecord(value) ? value : { value };
  const cells = columns.map(([, read, kind]): Shown | undefined => {
    const found = typeof read === 'string' ? row[read] : read(row);
    return found === undefined || found === null || found === ''
      ? undefined
      : show(found, { ...limits, text: 160 }, kind);
  });
  const pids = [...asList(row.pids), row.pid, row.process_id];
  const processes = [...new Set(pids.map((pid) => index.byPid(pid)).filter((process) => process !== undefined))];
  const time = index.start === undefined ? undefined : timeOfRow?.(row);
  return {
    cells,
    ...(processes.length > 0 ? { processes } : {}),
    ...(time === undefined ? {} : { time: time - index.start! }),
  };
}

/** Heads for rows that have no table above: the names of the first rows. */
function ownColumns(rows: readonly unknown[]): Column[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, 20)) for (const name of isRecord(row) ? Object.keys(row) : ['value']) names.add(name);
  return [...names].slice(0, 8).map((name) => [name, name, 'text']);
}
