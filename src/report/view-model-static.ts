import { hasRoom, type ViewLimits } from './limits.ts';
import { dataNode } from './view-model-data.ts';
import { asList, bytes, capped, isRecord, show, showName, valueText } from './view-model-text.ts';
import type { DataCell, DataNode } from './view-model-types.ts';

type Row = { [name: string]: unknown };

/** A column of a table of static findings. */
type Column = [head: string, read: string | ((row: Row) => unknown), how?: 'entropy' | 'size'];

const SECTIONS: readonly Column[] = [
  ['Name', 'name'],
  ['Address', 'virtual_address'],
  ['Size in memory', 'virtual_size'],
  ['Size in file', 'size_of_data'],
  ['Entropy', 'entropy', 'entropy'],
  ['Flags', (row) => sectionFlags(row.characteristics)],
  ['MD5', 'md5'],
];
const RESOURCES: readonly Column[] = [
  ['Name', 'name'],
  ['Id', 'id'],
  ['Offset', 'offset'],
  ['Size', 'size'],
  ['Type', 'filetype'],
  [
    'Language',
    (row) =>
      [row.language, row.sublanguage]
        .map(valueText)
        .filter((word) => word !== '')
        .join(', '),
  ],
  ['Entropy', 'entropy', 'entropy'],
];
const EXPORTS: readonly Column[] = [
  ['Ordinal', 'ordinal'],
  ['Name', 'name'],
  ['Address', 'address'],
  ['Forwarded to', 'forwarder'],
];
const MACROS: readonly Column[] = [
  ['Stream', (row) => row.stream ?? row.filename ?? row.name],
  ['Code', (row) => row.deobf ?? row.orig_code ?? row.code ?? row.vba ?? row.content],
];

/** Lists of static findings whose rows are known, by the name of their key. */
const TABLES = new Map<string, readonly Column[]>([
  ['pe_sections', SECTIONS],
  ['sections', SECTIONS],
  ['pe_resources', RESOURCES],
  ['resources', RESOURCES],
  ['pe_exports', EXPORTS],
  ['exports', EXPORTS],
  ['macros', MACROS],
]);
const ENTROPY_MAX = 8;
const MAX_FUNCTIONS = 2_000;

/** Static findings as they are best read: known lists as tables with chosen columns, imports by library. */
export function staticNode(name: string, value: unknown, limits: ViewLimits): DataNode {
  const rows = asList(value);
  const columns = TABLES.get(name);
  if (columns && rows.length > 0 && rows.every(isRecord)) return table(rows, columns, limits);
  if (/imports$/.test(name) && rows.length > 0 && rows.every(isRecord)) return imports(rows, limits);
  if (!isRecord(value) || Object.keys(value).length > 200) return dataNode(value, limits);
  // One level down: CAPE keeps the same lists under `pe`, and so does ours for each architecture.
  if (![...Object.keys(value)].some((key) => TABLES.has(key) || /imports$/.test(key))) return dataNode(value, limits);
  const fields = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
  return {
    kind: 'record',
    fields: fields.map(([key, inner]) => ({
      name: showName(key.replaceAll('_', ' '), limits),
      value: typeof inner === 'object' && inner !== null ? staticNode(key, inner, limits) : dataNode(inner, limits),
    })),
    total: fields.length,
  };
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function table(rows: readonly Row[], columns: readonly Column[], limits: ViewLimits): DataNode {
  const made = capped(rows, limits.rows, limits, (row) => columns.map((column) => cell(row, column, limits)));
  const used = columns.map((_, at) => made.items.some((cells) => cells[at] !== undefined));
  return {
    kind: 'table',
    columns: columns.filter((_, at) => used[at]).map(([head]) => showName(head, limits)),
    rows: made.items.map((cells) => cells.filter((_, at) => used[at])),
    total: made.total,
  };
}

function cell(row: Row, [, read, how]: Column, limits: ViewLimits): DataCell | undefined {
  const value = typeof read === 'string' ? row[read] : read(row);
  if (value === undefined || value === null || value === '') return undefined;
  if (how === 'size' && typeof value === 'number') return show(bytes(value), limits);
  const shown: DataCell = show(value, limits, 'text');
  const entropy = Number(value);
  if (how === 'entropy' && entropy >= 0 && entropy <= ENTROPY_MAX) shown.fill = entropy / ENTROPY_MAX;
  return shown;
}

const FLAGS: readonly [word: string, letter: string][] = [
  ['MEM_READ', 'r'],
  ['MEM_WRITE', 'w'],
  ['MEM_EXECUTE', 'x'],
];

/** `rwx` of what a section may do, as its list or its text of characteristics says. */
function sectionFlags(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.map(valueText).join('|') : valueText(value);
  if (text === '') return undefined;
  const letters = FLAGS.map(([word, letter]) => (text.includes(word) ? letter : '-')).join('');
  return letters === '---' ? text : letters;
}

/** Libraries with the names of their functions in one line. */
function imports(rows: readonly Row[], limits: ViewLimits): DataNode {
  const fields: { name: ReturnType<typeof showName>; value: DataNode }[] = [];
  let functions = 0;
  for (const row of rows) {
    if (!hasRoom(fields.length, limits.rows, limits) || functions > MAX_FUNCTIONS * 4) break;
    const list = asList(row.imports).slice(0, MAX_FUNCTIONS);
    functions += list.length;
    const names = list.map((item) => (isRecord(item) ? functionName(item) : valueText(item)));
    fields.push({
      name: showName(`${valueText(row.dll ?? row.name)} (${asList(row.imports).length})`, limits),
      value: { kind: 'text', value: show(names.join('  '), { ...limits, text: limits.text * 2 }) },
    });
  }
  return { kind: 'record', fields, total: rows.length };
}

function functionName(item: Row): string {
  if (item.name !== null && item.name !== undefined) return valueText(item.name);
  return item.ordinal === undefined ? valueText(item.address) : `#${valueText(item.ordinal)}`;
}
