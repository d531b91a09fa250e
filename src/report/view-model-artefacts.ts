import type { Results } from '../plugin/container.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { type Column, type Row, tableView } from './view-model-tables.ts';
import { asInteger, asList, asText, bytes, capped, isRecord, show, showName, valueText } from './view-model-text.ts';
import type { ArtefactsView, ArtefactView, Fact, ScriptView, TableView } from './view-model-types.ts';

/** Names of one file that are looked at. */
const MAX_NAMES = 50;
/** Characters of a script that are shown at once. */
const SCRIPT_TEXT = 2_000;

interface Artefact {
  names: Set<string>;
  kinds: Set<string>;
  record: Row;
  yara: Set<string>;
  processes: Set<number>;
}

/** Files that the sandbox kept or that were found in memory, each once with all its names; scripts; YARA matches. */
export function artefactsView(results: Results, index: ProcessIndex, limits: ViewLimits): ArtefactsView {
  const files = [...mergedFiles(results, index).values()];
  const scripts = scriptRecords(results);
  const tables = artefactTables(results, index, limits);
  return {
    total: files.length + scripts.length,
    files: capped(files, limits.rows, limits, (file) => artefactView(file, limits)),
    scripts: capped(scripts, limits.findings, limits, (script) => scriptView(script, index, limits)),
    tables,
    empty:
      files.length + scripts.length + tables.length > 0 ? undefined : 'No file was dropped, or none was collected.',
  };
}

/** Kind → its file records. The first kinds say most about a file that is of several. */
function* fileRecords(results: Results): Generator<[kind: string, record: Row]> {
  const cape = (results as { CAPE?: unknown }).CAPE;
  const lists: [string, unknown][] = [
    ['dropped', results.dropped],
    ['payload', isRecord(cape) ? cape.payloads : undefined],
    ['process dump', (results as { procdump?: unknown }).procdump],
    ['buffer', results.buffer],
  ];
  for (const [kind, list] of lists) for (const record of asList(list)) if (isRecord(record)) yield [kind, record];
  for (const dump of asList(results.procmemory)) {
    if (!isRecord(dump)) continue;
    for (const record of asList(dump.extracted)) if (isRecord(record)) yield ['memory', { pid: dump.pid, ...record }];
  }
}

function mergedFiles(results: Results, index: ProcessIndex): Map<unknown, Artefact> {
  const files = new Map<unknown, Artefact>();
  for (const [kind, record] of fileRecords(results)) {
    // What has no hash stays for itself.
    const key = asText(record.sha256)?.toLowerCase().slice(0, 64) ?? record;
    let file = files.get(key);
    if (!file) {
      file = { names: new Set(), kinds: new Set(), record, yara: new Set(), processes: new Set() };
      files.set(key, file);
    }
    file.kinds.add(kind);
    for (const name of namesOf(record)) if (file.names.size < MAX_NAMES) file.names.add(name);
    for (const rule of [...asList(record.yara), ...asList(record.cape_yara)]) {
      if (file.yara.size < MAX_NAMES) file.yara.add(valueText(isRecord(rule) ? rule.name : rule));
    }
    for (const pid of [...asList(record.pids), record.pid]) {
      const process = index.byPid(pid);
      if (process !== undefined) file.processes.add(process);
    }
  }
  return files;
}

function namesOf(record: Row): string[] {
  const inGuest = [record.filepath, ...asList(record.guest_paths)].flatMap((name) => asText(name) ?? []);
  if (inGuest.length > 0) return inGuest.slice(0, MAX_NAMES);
  return [record.name, record.addr, record.path].flatMap((name) => asText(name) ?? []).slice(0, 1);
}

function artefactView({ names, kinds, record, yara, processes }: Artefact, limits: ViewLimits): ArtefactView {
  const size = asInteger(record.size);
  const text = (value: unknown) => (asText(value) === undefined ? undefined : show(value, limits));
  return {
    names: capped([...names], 4, limits, (name) => show(name, { ...limits, text: 160 }, 'text')),
    kinds: [...kinds],
    size: size === undefined ? undefined : bytes(size),
    type: text(record.type),
    sha256: text(record.sha256),
    md5: text(record.md5),
    yara: yara.size > 0 ? show([...yara].join(', '), limits) : undefined,
    ...(processes.size > 0 ? { processes: [...processes] } : {}),
  };
}

/** Scripts and configurations, with the words that name them. */
function scriptRecords(results: Results): { label: string; record: Row; content: unknown }[] {
  const found = asList(results.extracted)
    .filter(isRecord)
    .map((record) => {
      const label = [asText(record.program), asText(record.category)].filter((word) => word !== undefined).join(' ');
      return { label: label || 'found', record, content: record.content };
    });
  const cape = (results as { CAPE?: unknown }).CAPE;
  const configs = isRecord(cape) ? asList(cape.configs) : [];
  for (const config of configs) {
    if (!isRecord(config)) continue;
    for (const [family, content] of Object.entries(config).slice(0, 20)) {
      found.push({ label: `configuration of ${family}`, record: {}, content: JSON.stringify(content, bigintText, 1) });
    }
  }
  return found;
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function scriptView(
  { label, record, content }: { label: string; record: Row; content: unknown },
  index: ProcessIndex,
  limits: ViewLimits,
): ScriptView {
  const facts: Fact[] = [];
  const fact = (name: string, value: unknown, copy = false) => {
    if (value === undefined || value === null || value === '') return;
    facts.push({ label: name, value: show(value, limits, 'text'), ...(copy ? { copy } : {}) });
  };
  const size = asInteger(record.size);
  fact('size', size === undefined ? undefined : bytes(size));
  fact('sha256', record.sha256, true);
  fact('file', record.raw);
  fact('first seen', record.first_seen);
  fact(
    'YARA',
    asList(record.yara)
      .map((rule) => valueText(isRecord(rule) ? rule.name : rule))
      .join(', '),
  );
  const process = index.byPid(record.pid);
  const text = { ...limits, text: Math.min(limits.textMax, SCRIPT_TEXT) };
  return {
    label: showName(label, limits),
    facts,
    content: content === undefined || content === null ? undefined : show(lines(valueText(content)), text, 'text'),
    ...(process === undefined ? {} : { processes: [process] }),
  };
}

/** Line ends would be glyphs, which are hard to read in a script: a space and a return sign stand for them. */
function lines(text: string): string {
  return text.length > 200_000 ? text : text.replace(/\r?\n/g, ' ↵ ').replace(/\t/g, '  ');
}

const YARA: readonly Column[] = [
  ['Rule', 'rule'],
  ['Says', 'says', 'text'],
  ['In', 'target', 'text'],
  ['Strings', 'strings'],
  ['Tags', 'tags'],
  ['File of rules', 'file'],
];
const MEMORY: readonly Column[] = [
  ['Dump', 'file'],
  ['Regions', (row) => asList(row.regions).length || undefined],
  ['Images', (row) => asList(row.images ?? row.extracted).length || undefined],
  ['URLs', (row) => asList(row.urls).slice(0, 50).map(valueText).join(' '), 'text'],
  [
    'YARA',
    (row) =>
      asList(row.yara)
        .map((rule) => valueText(isRecord(rule) ? rule.name : rule))
        .join(', '),
  ],
];

function artefactTables(results: Results, index: ProcessIndex, limits: ViewLimits): TableView[] {
  const hits = asList(results.yara).filter(isRecord).flatMap(yaraRows);
  const dumps = asList(results.procmemory);
  return [
    ...(hits.length > 0 ? [tableView('artefacts-yara', 'YARA matches', hits, YARA, true, index, limits)] : []),
    ...(dumps.length > 0 ? [tableView('artefacts-memory', 'Memory dumps', dumps, MEMORY, false, index, limits)] : []),
  ];
}

function yaraRows(target: Row): Row[] {
  const place = asText(target.path) ?? asText(target.url) ?? asText(target.sha256);
  return asList(target.yara)
    .filter(isRecord)
    .map((hit) => ({
      rule: hit.name,
      says: isRecord(hit.meta) ? hit.meta.description : undefined,
      target: [valueText(target.category), place].filter((word) => word).join(': '),
      strings: asList(hit.strings).length || undefined,
      tags: asList(hit.tags).map(valueText).join(', '),
      file: hit.file,
    }));
}
