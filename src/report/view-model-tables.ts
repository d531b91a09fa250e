import type { Results } from '../plugin/container.ts';
import type { DefangKind } from './defang.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { asInteger, asList, bytes, capped, isRecord, show, valueText } from './view-model-text.ts';
import type { Shown, TableRow, TablesView, TableView } from './view-model-types.ts';

/** A column: its head, how to read it from a row, and how to defang it. */
type Column = [head: string, read: string | ((row: Row) => unknown), kind?: DefangKind];
type Row = { [name: string]: unknown };

const PEERS: Column[] = [
  ['From', (row) => endpoint(row.src, row.sport), 'host'],
  ['To', (row) => endpoint(row.dst, row.dport), 'host'],
];
const TABLES: { readonly [key: string]: { label: string; columns: Column[]; open?: boolean } } = {
  http: {
    label: 'HTTP',
    open: true,
    columns: [
      ['Method', 'method'],
      ['URL', 'uri', 'url'],
      ['Host', (row) => endpoint(row.host, row.port), 'host'],
      ['User agent', 'user-agent', 'text'],
      ['Body', 'body', 'text'],
      ['×', 'count'],
    ],
  },
  http_ex: { label: 'HTTP exchanges', columns: httpEx() },
  https_ex: { label: 'HTTPS exchanges', columns: httpEx() },
  dns: {
    label: 'DNS',
    open: true,
    columns: [
      ['Type', 'type'],
      ['Name', (row) => row.request ?? row.hostname, 'host'],
      ['Answers', answers, 'text'],
    ],
  },
  domains: {
    label: 'Domains',
    columns: [
      ['Domain', 'domain', 'host'],
      ['Address', 'ip', 'host'],
    ],
  },
  hosts: {
    label: 'Hosts',
    open: true,
    columns: [
      ['Address', (row) => row.ip ?? row.value, 'host'],
      ['Country', 'country_name'],
      ['Name', (row) => row.hostname ?? row.inaddrarpa, 'host'],
    ],
  },
  dead_hosts: {
    label: 'Hosts that did not answer',
    columns: [
      ['Address', (row) => (Array.isArray(row.value) ? endpoint(row.value[0], row.value[1]) : row.value), 'host'],
    ],
  },
  tls: {
    label: 'TLS',
    columns: [
      ...PEERS,
      ['Server name', 'sni', 'host'],
      ['JA3', 'ja3'],
      ['JA4', 'ja4'],
      ['Session', 'session_id'],
      ['Server random', 'server_random'],
    ],
  },
  tcp: { label: 'TCP', columns: [...PEERS, ['Time', 'time']] },
  udp: { label: 'UDP', columns: [...PEERS, ['Time', 'time']] },
  icmp: {
    label: 'ICMP',
    columns: [
      ['From', 'src', 'host'],
      ['To', 'dst', 'host'],
      ['Type', 'type'],
      ['Data', 'data', 'text'],
    ],
  },
  smtp: {
    label: 'SMTP',
    columns: [
      ['To', 'dst', 'host'],
      ['Text', 'raw', 'text'],
    ],
  },
};

function httpEx(): Column[] {
  return [
    ['Method', 'method'],
    ['Host', (row) => endpoint(row.host, row.dport), 'host'],
    ['Path', 'uri', 'url'],
    ['Status', 'status'],
    ['Body SHA-1', 'sha1'],
  ];
}

export function networkView(results: Results, index: ProcessIndex, limits: ViewLimits): TablesView {
  const network = isRecord(results.network) ? results.network : undefined;
  const tables: TableView[] = [];
  for (const [key, spec] of Object.entries(TABLES)) {
    const rows = asList(network?.[key]);
    if (rows.length > 0)
      tables.push(tableView(`network-${key}`, spec.label, rows, spec.columns, spec.open === true, index, limits));
  }
  for (const [key, value] of Object.entries(network ?? {})) {
    if (Object.hasOwn(TABLES, key) || asList(value).length === 0) continue;
    const label = show(key, limits).text;
    tables.push(
      tableView(`network-${tables.length}`, label, asList(value), ownColumns(asList(value)), false, index, limits),
    );
  }
  return {
    id: 'network',
    label: 'Network',
    total: tables.reduce((sum, table) => sum + table.rows.total, 0),
    tables,
    empty:
      tables.length > 0 ? undefined : network ? 'No traffic was captured.' : 'The network traffic was not processed.',
  };
}

const FILE_COLUMNS: Column[] = [
  ['Name', (row) => row.filepath ?? row.name ?? row.path, 'text'],
  ['Size', (row) => sizeText(row.size)],
  ['Type', 'type'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
  ['YARA', yaraNames],
];

export function droppedView(results: Results, index: ProcessIndex, limits: ViewLimits): TableView {
  return tableView('dropped', 'Dropped', asList(results.dropped), FILE_COLUMNS, true, index, limits);
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

function tableView(
  id: string,
  label: string,
  rows: readonly unknown[],
  columns: readonly Column[],
  open: boolean,
  index: ProcessIndex,
  limits: ViewLimits,
): TableView {
  const made = capped(rows, limits.rows, limits, (row) => tableRow(row, columns, index, limits));
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

function tableRow(value: unknown, columns: readonly Column[], index: ProcessIndex, limits: ViewLimits): TableRow {
  const row = isRecord(value) ? value : { value };
  const cells = columns.map(([, read, kind]): Shown | undefined => {
    const found = typeof read === 'string' ? row[read] : read(row);
    return found === undefined || found === null || found === ''
      ? undefined
      : show(found, { ...limits, text: 160 }, kind);
  });
  const pids = [...asList(row.pids), row.pid, row.process_id];
  const processes = [...new Set(pids.map((pid) => index.byPid(pid)).filter((process) => process !== undefined))];
  return processes.length > 0 ? { cells, processes } : { cells };
}

/** Heads for rows that have no table above: the names of the first rows. */
function ownColumns(rows: readonly unknown[]): Column[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, 20)) for (const name of isRecord(row) ? Object.keys(row) : ['value']) names.add(name);
  return [...names].slice(0, 8).map((name) => [name, name, 'text']);
}

function endpoint(address: unknown, port: unknown): string | undefined {
  if (address === undefined || address === null) return undefined;
  return port === undefined || port === null || port === ''
    ? valueText(address)
    : `${valueText(address)}:${valueText(port)}`;
}

function answers(row: Row): string | undefined {
  const list = asList(row.answers).map((answer) => valueText(isRecord(answer) ? (answer.data ?? answer) : answer));
  return list.length > 0 ? list.join(', ') : (row.ip as string | undefined);
}

function sizeText(size: unknown): string | undefined {
  const number = asInteger(size);
  return number === undefined ? undefined : bytes(number);
}

function yaraNames(row: Row): string | undefined {
  const names = asList(row.yara).map((rule) => valueText(isRecord(rule) ? rule.name : rule));
  return names.length > 0 ? names.join(', ') : undefined;
}
