import type { Behavior, DroppedFile, Network, Process, ProcessNode, Results, Summary } from '../../plugin/container.ts';
import { type Fields, fieldsOf, listOf, textOf } from './values.ts';

/** A part of the container in another generation's shape, made when a signature asks for it. */
export type Sections = Map<string, () => unknown>;

export interface ShapeOptions {
  /** Whether parts that a generation keeps elsewhere are also found in the place where others have them. */
  aliases: boolean;
}

/** What is not part of CAPE's container, or is given to signatures in another way. */
const OURS: ReadonlySet<string> = new Set([
  'behavior',
  'file',
  'original',
  'problems',
  'signatures',
  'statistics',
  'strings_ex',
  'verdict',
]);

/** The container as CAPE's signatures know it. */
export function capeSections(results: Results, options: ShapeOptions): Sections {
  const sections: Sections = new Map();
  for (const [key, value] of Object.entries(results)) {
    if (value !== undefined && !OURS.has(key)) sections.set(key, () => value);
  }
  const { behavior, info, target, dropped, network } = results;
  if (behavior) {
    sections.set('behavior', () => capeBehavior(behavior));
    sections.set('processes', () => behavior.processes.map(capeProcess));
  }
  if (info) sections.set('info', () => ({ ...info, options: optionsOf(info.options) }));
  if (target) sections.set('target', () => capeTarget(target, results.static, options));
  if (dropped) sections.set('dropped', () => dropped.map(capeDropped));
  if (network) sections.set('network', () => capeNetwork(network));
  const statics = capeStatic(results, options);
  if (statics === undefined) sections.delete('static');
  else sections.set('static', () => statics);
  addOriginal(sections, results);
  if (options.aliases) addAliases(sections, results);
  return sections;
}

/** Conclusions of CAPE's processing that its signatures build on. */
function addOriginal(sections: Sections, results: Results): void {
  const original = fieldsOf((results as Fields)['original']);
  for (const key of ['detections', 'detections2pid', 'malfamily_tag']) {
    const value = original?.[key];
    if (value !== undefined) sections.set(key, () => value);
  }
}

function addAliases(sections: Sections, results: Results): void {
  const memory = (results as Fields)['memory'];
  if (memory !== undefined && !sections.has('volatility')) sections.set('volatility', () => memory);
  const empty: { readonly [key: string]: unknown } = {
    CAPE: { payloads: [], configs: [] },
    procdump: [],
    procmemory: [],
    dropped: [],
    suricata: { alerts: [], tls: [], http: [], files: [], dns: [], fileinfo: [], perf: [], ssh: [] },
  };
  for (const [key, value] of Object.entries(empty)) if (!sections.has(key)) sections.set(key, () => value);
}

function capeBehavior(behavior: Behavior): object {
  const { processes: _, processtree, summary, generic: __, apistats: ___, ...rest } = behavior;
  return {
    anomaly: [],
    enhanced: [],
    encryptedbuffers: [],
    ...rest,
    processtree: processtree.map(capeNode),
    summary: capeSummary(summary),
  };
}

function capeProcess({ calls, process_path, threads, environ, ...rest }: Process): object {
  return {
    ...rest,
    module_path: process_path ?? '',
    threads: (threads ?? []).map(String),
    environ: { ...(rest.command_line ? { CommandLine: rest.command_line } : {}), ...environ },
    calls: calls.length,
  };
}

function capeNode({ process_path, children, ...rest }: ProcessNode): object {
  return { threads: [], environ: {}, ...rest, module_path: process_path ?? '', children: children.map(capeNode) };
}

/** CAPE's list → lists of Cuckoo 2 that say the same. */
const SUMMARY: readonly [cape: keyof Summary, from: readonly (keyof Summary)[]][] = [
  ['files', ['file_opened', 'file_created', 'file_read', 'file_written', 'file_deleted']],
  ['read_files', ['file_read']],
  ['write_files', ['file_written', 'file_created', 'file_recreated']],
  ['delete_files', ['file_deleted']],
  ['keys', ['regkey_opened', 'regkey_read', 'regkey_written', 'regkey_deleted']],
  ['read_keys', ['regkey_read']],
  ['write_keys', ['regkey_written']],
  ['delete_keys', ['regkey_deleted']],
  ['executed_commands', ['command_line']],
  ['resolved_apis', []],
  ['mutexes', ['mutex']],
  ['created_services', []],
  ['started_services', []],
];

function capeSummary(summary: Summary): object {
  const result: { [name: string]: unknown } = {};
  for (const [name, from] of SUMMARY) result[name] = summary[name] ?? merged(summary, from);
  return result;
}

export function merged(summary: Partial<Summary>, names: readonly (keyof Summary)[]): string[] {
  const values = new Set<string>();
  for (const name of names) {
    for (const value of summary[name] ?? []) if (typeof value === 'string') values.add(value);
  }
  return [...values];
}

function optionsOf(options: string | null | undefined): object {
  const result: { [name: string]: string } = Object.create(null);
  for (const part of (options ?? '').split(',')) {
    const at = part.indexOf('=');
    if (at > 0) result[part.slice(0, at).trim()] = part.slice(at + 1);
  }
  return result;
}

function capeTarget(target: Fields, statics: Fields | undefined, { aliases }: ShapeOptions): object {
  const file = fieldsOf(target['file']);
  if (file === undefined) return target;
  const { names: _, ...rest } = file;
  const pe = rest['pe'] ?? (aliases ? peOf(statics) : undefined);
  return { ...target, file: { ...rest, ...(pe === undefined ? {} : { pe }) } };
}

/** What describes a program in `static` of Cuckoo, as CAPE has it in `target.file.pe`. */
function peOf(statics: Fields | undefined): object | undefined {
  const sections = statics?.['pe_sections'];
  if (statics === undefined || !Array.isArray(sections)) return undefined;
  const imports = listOf(statics['pe_imports']).map((item) => fieldsOf(item) ?? {});
  const details = fieldsOf(statics['pe']) ?? {};
  const shown = sections.map((section) => capeSection(fieldsOf(section) ?? {}));
  return {
    guest_signers: {},
    digital_signers: [],
    ...details,
    ...(details['entrypoint'] === undefined ? {} : { entrypoint: relativeEntry(details, shown) }),
    sections: shown,
    imports: Object.fromEntries(imports.map((item) => [String(item['dll']).replace(/\.dll$/i, ''), item])),
    exports: statics['pe_exports'] ?? [],
    resources: statics['pe_resources'] ?? [],
    versioninfo: statics['pe_versioninfo'] ?? [],
    imphash: statics['pe_imphash'] ?? null,
    timestamp: statics['pe_timestamp'] ?? '',
    pdbpath: statics['pdb_path'] ?? null,
    peid_signatures: statics['peid_signatures'] ?? null,
    imported_dll_count: statics['imported_dll_count'] ?? imports.length,
  };
}

/** Older versions have the address in memory where later ones have it from the image's beginning. */
function relativeEntry({ entrypoint, imagebase }: Fields, sections: readonly Fields[]): unknown {
  const entry = Number(textOf(entrypoint));
  const isInside = (address: number) =>
    sections.some(({ virtual_address, virtual_size }) => {
      const offset = address - Number(textOf(virtual_address));
      return offset >= 0 && offset < Number(textOf(virtual_size));
    });
  const moved = entry - Number(textOf(imagebase));
  return isInside(entry) || !isInside(moved) ? entrypoint : `0x${moved.toString(16).padStart(8, '0')}`;
}

function capeSection(section: Fields): Fields {
  const entropy = section['entropy'];
  return {
    characteristics: '',
    characteristics_raw: '0x00000000',
    ...section,
    entropy: typeof entropy === 'number' ? entropy.toFixed(2) : entropy,
  };
}

/** Keys that the container's `static` has even where the sandbox wrote none, made from `target.file.pe`. */
const DERIVED: ReadonlySet<string> = new Set([
  'peid_signatures',
  'pe_exports',
  'pe_imphash',
  'pe_imports',
  'pe_resources',
  'pe_sections',
  'pe_timestamp',
  'pe_versioninfo',
  'pdb_path',
  'imported_dll_count',
]);
/** What later versions describe in `target.file` instead of `static`. */
const STATIC_KINDS = ['pe', 'dotnet', 'office', 'office_rtf', 'pdf', 'lnk', 'java', 'wsf'];

function capeStatic({ static: statics, target }: Results, { aliases }: ShapeOptions): object | undefined {
  const file = fieldsOf(target?.file);
  const isMade = statics !== undefined && Object.keys(statics).every((key) => DERIVED.has(key));
  if (!aliases) return isMade ? undefined : statics;
  const found = STATIC_KINDS.filter((kind) => file?.[kind] !== undefined && statics?.[kind] === undefined);
  if (statics === undefined && found.length === 0) return undefined;
  const pe = statics?.['pe_sections'] === undefined ? undefined : peOf(statics);
  return {
    ...statics,
    ...(pe === undefined ? {} : { pe }),
    ...Object.fromEntries(found.map((kind) => [kind, file![kind]])),
  };
}

function capeDropped({ names, ...file }: DroppedFile & { names?: unknown }): object {
  const { filepath, pids: _, ...rest } = file;
  const paths = Array.isArray(rest['guest_paths']) ? rest['guest_paths'] : [textOf(filepath)].filter(Boolean);
  return {
    data: null,
    pid: '',
    ...rest,
    name: Array.isArray(names) ? names : [file.name],
    guest_paths: rest['guest_paths'] ?? paths,
  };
}

function capeNetwork({ hosts, hosts_ex, ...network }: Network): object {
  const list = listOf(hosts_ex).length > 0 ? hosts_ex : hosts.map((ip) => ({ ...UNKNOWN_HOST, ip }));
  return { domains: [], icmp: [], smtp: [], irc: [], dead_hosts: [], ...network, hosts: list };
}

const UNKNOWN_HOST = { country_name: 'unknown', hostname: '', inaddrarpa: '' };
