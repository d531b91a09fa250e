import type { MemoryRow } from 'ovoscope';

type Cell = string | number | boolean | null;
type Raw = { readonly [column: string]: unknown };

/** Column of Volatility 2 or 3, in small letters and without signs → field of Cuckoo's reports. */
type Fields = { readonly [column: string]: string };

const PROCESS: Fields = { pid: 'process_id', ppid: 'parent_id', process: 'process_name' };

const PLUGINS: { readonly [plugin: string]: Fields } = {
  pslist: {
    ...PROCESS,
    imagefilename: 'process_name',
    name: 'process_name',
    threads: 'num_threads',
    thds: 'num_threads',
    handles: 'num_handles',
    hnds: 'num_handles',
    sessionid: 'session_id',
    sess: 'session_id',
    createtime: 'create_time',
    start: 'create_time',
    exittime: 'exit_time',
    exit: 'exit_time',
  },
  psxview: { ...PROCESS, name: 'process_name', thrdscan: 'thrdproc' },
  callbacks: { detail: 'details' },
  idt: {},
  gdt: {},
  ssdt: { symbol: 'syscall_name', address: 'syscall_addr', module: 'syscall_modname' },
  timers: { duetime: 'due_time', periodms: 'period' },
  messagehooks: {},
  getsids: { ...PROCESS, process: 'filename', sid: 'sid_string', name: 'sid_name' },
  privs: { ...PROCESS, process: 'filename' },
  malfind: { ...PROCESS, address: 'vad_start', startvpn: 'vad_start', vadtag: 'vad_tag', tag: 'vad_tag' },
  apihooks: {},
  dlllist: PROCESS,
  handles: {
    ...PROCESS,
    handlevalue: 'handle_value',
    handle: 'handle_value',
    grantedaccess: 'handle_granted_access',
    access: 'handle_granted_access',
    type: 'handle_type',
    name: 'handle_name',
    details: 'handle_name',
  },
  ldrmodules: {
    ...PROCESS,
    base: 'dll_base',
    inload: 'dll_in_load',
    ininit: 'dll_in_init',
    inmem: 'dll_in_mem',
    mappedpath: 'dll_mapped_path',
  },
  mutantscan: {
    ...PROCESS,
    offset: 'mutant_offset',
    offsetp: 'mutant_offset',
    ptr: 'num_pointer',
    hnd: 'num_handles',
    signal: 'mutant_signal_state',
    name: 'mutant_name',
    thread: 'thread_id',
  },
  devicetree: {},
  svcscan: {
    ...PROCESS,
    offset: 'service_offset',
    order: 'service_order',
    servicename: 'service_name',
    name: 'service_name',
    displayname: 'service_display_name',
    display: 'service_display_name',
    servicetype: 'service_type',
    type: 'service_type',
    binarypath: 'service_binary_path',
    binary: 'service_binary_path',
    state: 'service_state',
  },
  modscan: {
    offset: 'kernel_module_offset',
    offsetp: 'kernel_module_offset',
    name: 'kernel_module_name',
    file: 'kernel_module_file',
    path: 'kernel_module_file',
    base: 'kernel_module_base',
    size: 'kernel_module_size',
  },
  yarascan: {},
  sockscan: { ...PROCESS, offsetp: 'offset', proto: 'protocol', createtime: 'create_time' },
  netscan: {
    ...PROCESS,
    offsetp: 'offset',
    proto: 'protocol',
    localaddr: 'local_address',
    localport: 'local_port',
    foreignaddr: 'remote_address',
    foreignport: 'remote_port',
  },
};
const ALIASES: { readonly [plugin: string]: string } = {
  modules: 'modscan',
  mutant: 'mutantscan',
  sockets: 'sockscan',
};

/** The plugin whose output a file holds, by its name: `pslist.json`, `windows.pslist.PsList.json`, `memory_pslist.json`. */
export function pluginOf(fileName: string): string {
  const parts = fileName
    .toLowerCase()
    .replace(/\.jsonl?$/, '')
    .split(/[._-]/)
    .filter(Boolean);
  const known =
    parts.find((part) => Object.hasOwn(PLUGINS, part)) ?? parts.find((part) => Object.hasOwn(ALIASES, part));
  return known === undefined ? (parts.at(-1) ?? fileName) : (ALIASES[known] ?? known);
}

/**
 * Rows of a plugin's output: Volatility 2's columns and rows, Volatility 3's objects with their children, one object
 * in each line, or what a Cuckoo report has. Undefined where it is none of these; rows that are none are counted.
 */
export function rowsOf(
  text: string,
  plugin: string,
  limit: number,
): { rows: MemoryRow[]; odd: number; more: number } | undefined {
  const raw = rawRows(text);
  if (!raw) return undefined;
  const rows: MemoryRow[] = [];
  let odd = 0;
  let more = 0;
  const pending = raw.toReversed();
  while (pending.length > 0) {
    const entry = pending.pop();
    if (!isRaw(entry)) {
      odd++;
      continue;
    }
    if (rows.length < limit) rows.push(rowOf(entry, Object.hasOwn(PLUGINS, plugin) ? PLUGINS[plugin]! : {}));
    else more++;
    const children = entry['__children'];
    if (Array.isArray(children)) for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]);
  }
  return { rows: plugin === 'dlllist' ? byProcess(rows) : rows, odd, more };
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

function rawRows(text: string): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return linesOf(text);
  }
  if (Array.isArray(value)) return value;
  if (!isRaw(value)) return undefined;
  if (Array.isArray(value['data'])) return value['data'];
  const { columns, rows } = value;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return Object.keys(value).length > 0 ? [value] : undefined;
  const names = columns.map(String);
  return rows.map((row) => {
    if (!Array.isArray(row)) return row;
    return Object.fromEntries(names.map((name, i) => [name, row[i]]));
  });
}

function linesOf(text: string): unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      return undefined;
    }
  });
  return values.some(isRaw) ? values : undefined;
}

const LONGEST = 64 * 1024;

function rowOf(raw: Raw, fields: Fields): MemoryRow {
  const row: [string, Cell][] = [];
  for (const [column, value] of Object.entries(raw)) {
    if (column === '__children') continue;
    const plain = column.toLowerCase().replace(/[^a-z0-9]/g, '');
    const field = Object.hasOwn(fields, plain) ? fields[plain]! : snakeCase(column);
    row.push([field, cell(field, value)]);
  }
  splitPort(row);
  return Object.fromEntries(row);
}

const snakeCase = (column: string) =>
  column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase() || 'column';

/** Addresses are hexadecimal, as in Cuckoo; yes and no are words. */
function cell(field: string, value: unknown): Cell {
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    /(?:offset|addr|base|vad_start|callback|routine)$/.test(field)
  ) {
    return `0x${value.toString(16).padStart(8, '0')}`;
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || value === null || value === undefined) return value ?? null;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST);
}

/** Volatility 2 writes address and port as one. */
function splitPort(row: [string, Cell][]): void {
  for (const side of ['local', 'remote']) {
    const address = row.find(([field]) => field === `${side}_address`);
    if (!address || row.some(([field]) => field === `${side}_port`) || typeof address[1] !== 'string') continue;
    const colon = address[1].lastIndexOf(':');
    if (!/^\d{1,5}$/.test(address[1].slice(colon + 1)) || colon < 0) continue;
    row.push([`${side}_port`, Number(address[1].slice(colon + 1))]);
    address[1] = address[1].slice(0, colon);
  }
}

/** One row for each process, with its libraries in a list. */
function byProcess(rows: readonly MemoryRow[]): MemoryRow[] {
  const processes = new Map<unknown, MemoryRow & { loaded_modules: MemoryRow[] }>();
  for (const { process_id, process_name, loaded_modules, ...library } of rows) {
    if (loaded_modules !== undefined) return [...rows];
    const process = processes.get(process_id) ?? { process_id, process_name: process_name ?? null, loaded_modules: [] };
    processes.set(process_id, process as never);
    (process.loaded_modules as MemoryRow[]).push({
      dll_base: library['base'] ?? null,
      dll_size: library['size'] ?? null,
      dll_full_name: library['path'] ?? library['name'] ?? null,
      dll_load_count: library['load_count'] ?? null,
    });
  }
  return [...processes.values()];
}
