import type { Results } from '../plugin/container.ts';
import { cutAt } from './escape.ts';
import { indicatorsOf } from './indicators.ts';
import { asList, isRecord, valueText } from './view-model-text.ts';

export type FlatValue = string | number | boolean | null;

/** A part of the container as rows of plain values. */
export interface FlatSection {
  columns: readonly string[];
  /** Made as they are read. */
  rows: Iterable<readonly FlatValue[]>;
}

type Fields = { readonly [name: string]: unknown };

const LONGEST = 32_000;

/** Sections by name; `calls` is long and has to be asked for. */
export const FLAT_SECTIONS = [
  'signatures',
  'indicators',
  'processes',
  'dropped',
  'dns',
  'http',
  'tcp',
  'udp',
  'summary',
  'calls',
] as const;
export type FlatName = (typeof FLAT_SECTIONS)[number];

/** One section of the container as rows; an absent one has none. */
export function flatSection(results: Results, name: FlatName): FlatSection {
  switch (name) {
    case 'indicators':
      return table(['kind', 'value', 'comment'], () => indicatorsOf(results));
    case 'processes':
      return table(['pid', 'ppid', 'name', 'path', 'command_line', 'first_seen', 'calls'], () => processes(results));
    case 'summary':
      return table(['list', 'value'], () => summary(results));
    case 'calls':
      return table(
        ['pid', 'process', 'id', 'timestamp', 'thread', 'category', 'api', 'status', 'return', 'repeated', 'arguments'],
        () => calls(results),
      );
    case 'signatures':
      return table(
        ['name', 'severity', 'confidence', 'description', 'ttps', 'families', 'categories', 'evidence'],
        () => signatures(results),
      );
    case 'dropped':
      return table(['name', 'filepath', 'size', 'type', 'md5', 'sha1', 'sha256'], () => records(results.dropped));
    case 'dns':
      return table(['request', 'type', 'answers'], () => records(results.network?.dns));
    case 'http':
      return table(['method', 'host', 'port', 'uri', 'user-agent', 'count'], () => records(results.network?.http));
    default:
      return table(['src', 'sport', 'dst', 'dport', 'time'], () => records(results.network?.[name]));
  }
}

function table(columns: readonly string[], items: () => Iterable<object>): FlatSection {
  return {
    columns,
    rows: {
      *[Symbol.iterator]() {
        for (const item of items()) yield columns.map((column) => flat((item as Fields)[column]));
      },
    },
  };
}

/** A value as one cell: lists and objects as text. */
function flat(value: unknown): FlatValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  const text = Array.isArray(value) ? value.map(itemText).join('; ') : itemText(value);
  return text.length > LONGEST ? `${cutAt(text, LONGEST)}… (${text.length - LONGEST} more)` : text;
}

function itemText(value: unknown): string {
  if (isRecord(value) && 'data' in value) return valueText(value['data']);
  return typeof value === 'string' ? value : valueText(value);
}

function records(list: unknown): Iterable<object> {
  return asList(list).filter(isRecord);
}

function* signatures(results: Results): Generator<object> {
  for (const match of records(results.signatures) as Iterable<Fields>) {
    yield { ...match, evidence: match['markcount'] ?? asList(match['data']).length };
  }
}

function* processes(results: Results): Generator<object> {
  for (const process of results.behavior?.processes ?? []) {
    yield {
      pid: process.process_id,
      ppid: process.parent_id,
      name: process.process_name,
      path: process.process_path,
      command_line: process.command_line,
      first_seen: process.first_seen,
      calls: process.calls?.length ?? 0,
    };
  }
}

function* summary(results: Results): Generator<object> {
  for (const [list, values] of Object.entries(results.behavior?.summary ?? {})) {
    for (const value of asList(values)) yield { list, value };
  }
}

function* calls(results: Results): Generator<object> {
  for (const process of results.behavior?.processes ?? []) {
    for (const call of process.calls ?? []) {
      yield {
        pid: process.process_id,
        process: process.process_name,
        id: call.id,
        timestamp: call.timestamp,
        thread: call.thread_id,
        category: call.category,
        api: call.api,
        status: call.status,
        return: call.return,
        repeated: call.repeated,
        arguments: call.arguments.map(({ name, value }) => `${name}=${valueText(value)}`),
      };
    }
  }
}
