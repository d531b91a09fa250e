import type { Results } from '../plugin/container.ts';
import { hasRoom, type ViewLimits } from './limits.ts';
import { staticNode } from './view-model-static.ts';
import { asInteger, asList, asText, bytes, capped, isRecord, show, showName, valueText } from './view-model-text.ts';
import type { DataNode, DataSection, Fact, SampleView, Shown } from './view-model-types.ts';
import { sampleFile } from './view-model-verdict.ts';

const MAX_DEPTH = 8;
const MAX_COLUMNS = 8;

/** Any value as something that can be laid out, within a number of values and a depth. */
export function dataNode(value: unknown, limits: ViewLimits, budget = { values: limits.values }, depth = 0): DataNode {
  budget.values -= 1;
  if (typeof value !== 'object' || value === null) return { kind: 'text', value: show(value, limits, 'text') };
  if (depth >= MAX_DEPTH) return { kind: 'cut', what: 'deeper than this report goes' };
  if (budget.values <= 0) return { kind: 'cut', what: 'more than this report takes' };
  if (Array.isArray(value)) return listOf(value, limits, budget, depth);
  const names = Object.keys(value);
  const fields: { name: Shown; value: DataNode }[] = [];
  for (const name of names) {
    if (budget.values <= 0 || !hasRoom(fields.length, limits.rows, limits)) break;
    const inner = (value as { [name: string]: unknown })[name];
    fields.push({ name: showName(name, limits), value: dataNode(inner, limits, budget, depth + 1) });
  }
  return { kind: 'record', fields, total: names.length };
}

function listOf(list: readonly unknown[], limits: ViewLimits, budget: { values: number }, depth: number): DataNode {
  const columns = tableColumns(list);
  if (columns) {
    const room = Math.max(1, Math.floor(budget.values / columns.length));
    const cell = (value: unknown) => (value === undefined || value === null ? undefined : show(value, limits, 'text'));
    const rows = capped(list, Math.min(limits.rows, room), limits, (row) =>
      columns.map((name) => cell((row as { [name: string]: unknown })[name])),
    );
    budget.values -= rows.items.length * columns.length;
    return {
      kind: 'table',
      columns: columns.map((name) => showName(name, limits)),
      rows: rows.items,
      total: list.length,
    };
  }
  const items: DataNode[] = [];
  for (const item of list) {
    if (budget.values <= 0 || !hasRoom(items.length, limits.rows, limits)) break;
    items.push(dataNode(item, limits, budget, depth + 1));
  }
  return { kind: 'list', items, total: list.length };
}

/** The columns of a list of flat records that look alike; undefined for any other list. */
function tableColumns(list: readonly unknown[]): string[] | undefined {
  if (list.length < 2 || !list.every(isRecord)) return undefined;
  const names = new Set<string>();
  for (const row of list.slice(0, 50) as { [name: string]: unknown }[]) {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'object' && value !== null) return undefined;
      names.add(name);
    }
    if (names.size > MAX_COLUMNS) return undefined;
  }
  return names.size > 0 ? [...names] : undefined;
}

const HASHES = ['sha256', 'sha1', 'md5', 'sha512', 'crc32', 'ssdeep'];
/** Keys with a place of their own in the report. */
const SHOWN_KEYS = new Set([
  'info',
  'signatures',
  'behavior',
  'static',
  'dropped',
  'debug',
  'file',
  'target',
  'network',
  'screenshots',
  'verdict',
  'problems',
  'statistics',
  'iocs',
  'original',
  'rules',
  'extracted',
  'buffer',
  'procmemory',
  'procdump',
  'yara',
  'sysmon',
  'procmon',
  'reboot',
  'snort',
]);
/** Keys about the sample itself that are not among its static findings. */
const STATIC_KEYS = ['strings', 'apkinfo'];
/** Parts of keys that stand elsewhere. */
const SHOWN_PARTS: { readonly [key: string]: readonly string[] } = {
  suricata: ['alerts'],
  CAPE: ['payloads', 'configs'],
};

/** The sample: its names and hashes, and what was found in it without running it. */
export function staticView(results: Results, limits: ViewLimits): SampleView {
  const file = sampleFile(results);
  const facts: Fact[] = [];
  const fact = (label: string, value: unknown, copy = false) => {
    if (value !== undefined && value !== null && value !== '') {
      const shown = show(value, limits);
      const name = showName(label, limits).text;
      facts.push(copy ? { label: name, value: shown, copy } : { label: name, value: shown });
    }
  };
  fact('name', asText(file.name));
  if (results.target?.url) facts.push({ label: 'url', value: show(results.target.url, limits, 'url'), copy: true });
  fact('type', asText(file.type));
  const size = asInteger(file.size);
  fact('size', size === undefined ? undefined : `${bytes(size)} (${size} bytes)`);
  for (const name of HASHES) fact(name, asText(file[name]), true);
  const sections: DataSection[] = [];
  const add = (name: string, value: unknown) => {
    if (isShort(value)) fact(name.replaceAll('_', ' '), value);
    else addSection(sections, 'static', name, value, limits, (inner) => staticNode(name, inner, limits));
  };
  for (const [name, value] of Object.entries(results.static ?? {})) add(name, value);
  const rest = Object.entries(file).filter(
    ([name]) => !HASHES.includes(name) && !['name', 'type', 'size', 'path', 'yara', 'cape_yara'].includes(name),
  );
  for (const [name, value] of rest) add(name, value);
  const yara = [...asList(file.yara), ...asList(file.cape_yara)];
  fact('YARA', yara.map((rule) => valueText(isRecord(rule) ? rule.name : rule)).join(', '));
  for (const key of STATIC_KEYS) addSection(sections, 'static', key, (results as Fields)[key], limits);
  return {
    facts,
    sections,
    empty: facts.length + sections.length > 0 ? undefined : 'The analysis says nothing about the sample itself.',
  };
}

/** Every key of the container that has no place of its own. */
export function moreView(results: Results, limits: ViewLimits): SampleView {
  const sections: DataSection[] = [];
  for (const [name, value] of Object.entries(results)) {
    if (SHOWN_KEYS.has(name) || STATIC_KEYS.includes(name) || name === 'strings_ex') continue;
    const parts = Object.hasOwn(SHOWN_PARTS, name) ? SHOWN_PARTS[name]! : [];
    addSection(sections, 'more', name, parts.length > 0 && isRecord(value) ? without(value, parts) : value, limits);
  }
  return { facts: [], sections, empty: undefined };
}

type Fields = { [name: string]: unknown };

function without(record: Fields, names: readonly string[]): Fields {
  const rest = Object.entries(record).filter(([name, value]) => !names.includes(name) && !isEmpty(value));
  return Object.assign(Object.create(null), Object.fromEntries(rest)) as Fields;
}

/** Sections for keys of a record; short values become facts. */
export function sectionsOf(record: { [name: string]: unknown }, limits: ViewLimits): DataSection[] {
  const sections: DataSection[] = [];
  for (const [name, value] of Object.entries(record)) addSection(sections, 'original', name, value, limits);
  return sections.map((section) => ({ ...section, open: false }));
}

function addSection(
  sections: DataSection[],
  prefix: string,
  name: string,
  value: unknown,
  limits: ViewLimits,
  make: (value: unknown) => DataNode = (inner) => dataNode(inner, limits),
): void {
  if (isEmpty(value) || sections.length >= 100) return;
  sections.push({
    id: `${prefix}-${sections.length}`,
    label: showName(name.replaceAll('_', ' '), limits),
    value: make(value),
    open: sections.length < 2,
  });
}

/** Fits beside its name. */
function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= 160;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || valueIsBlank(value)) return true;
  return isRecord(value) ? Object.keys(value).length === 0 : Array.isArray(value) && asList(value).length === 0;
}

function valueIsBlank(value: unknown): boolean {
  return typeof value === 'string' && valueText(value).trim() === '';
}
