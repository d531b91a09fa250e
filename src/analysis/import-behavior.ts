import type { ProcessHeader } from '../formats/call-log/types.ts';
import type { Json, JsonObject } from '../formats/json/types.ts';
import type { CallRegion } from '../formats/report-calls/types.ts';
import type { Behavior, GenericProcess, Process, ProcessModule, ProcessNode, Summary } from '../plugin/container.ts';
import type { CallSpan } from './import-spans.ts';
import { asList, asObject, asText, asTexts, timeText, timeToMs, toInteger, without } from './import-values.ts';

/** A process of the container without its calls, and where these are in the report. */
export interface ImportedProcess {
  process: Omit<Process, 'calls'>;
  span: CallSpan | undefined;
  header: ProcessHeader & { key: string };
}

export interface ImportedBehavior {
  processes: ImportedProcess[];
  /** Everything but the processes. */
  rest: Omit<Behavior, 'processes'>;
}

const PROCESS_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'time',
  'pid',
  'ppid',
  'process_id',
  'parent_id',
  'process_name',
  'first_seen',
  'process_path',
  'module_path',
  'threads',
  'calls',
]);
const NODE_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'process_name',
  'pid',
  'parent_id',
  'ppid',
  'first_seen',
  'process_path',
  'module_path',
  'children',
]);
const GENERIC_FIELDS: ReadonlySet<string> = new Set(['first_seen', 'process_path', 'summary']);
const BEHAVIOR_FIELDS: ReadonlySet<string> = new Set(['processes', 'processtree', 'summary', 'generic', 'apistats']);

/**
 * The `behavior` of a report under the documented names: `pid` is `process_id`, `module_path` is `process_path`,
 * times are UTC text. Fields that the container doesn't know stay as they are.
 */
export function importBehavior(raw: JsonObject, spanOf: (calls: unknown) => CallSpan | undefined): ImportedBehavior {
  const processes = asList(raw['processes']).flatMap((item, index) => {
    const process = asObject(item);
    return process === undefined ? [] : [importProcess(process, index, spanOf)];
  });
  const parents = new Map(processes.map(({ process }) => [process.process_id, process.parent_id]));
  const rest: ImportedBehavior['rest'] = {
    processtree: asList(raw['processtree']).flatMap((node) => importNode(node, undefined, parents)),
    summary: importSummary(asObject(raw['summary']) ?? {}),
    ...(without(raw, BEHAVIOR_FIELDS) as object),
  };
  if (raw['generic'] !== undefined) rest.generic = asList(raw['generic']).flatMap(importGeneric);
  const apistats = asObject(raw['apistats']);
  if (apistats !== undefined) rest.apistats = apistats as ImportedBehavior['rest']['apistats'] & {};
  return { processes, rest };
}

function importProcess(
  raw: JsonObject,
  index: number,
  spanOf: (calls: unknown) => CallSpan | undefined,
): ImportedProcess {
  const pid = toInteger(raw['process_id'] ?? raw['pid'], 0);
  const ppid = toInteger(raw['parent_id'] ?? raw['ppid'], 0);
  const name = asText(raw['process_name']) ?? '';
  const path = asText(raw['process_path'] ?? raw['module_path']) ?? null;
  const startMs = timeToMs(raw['first_seen']);
  const process: ImportedProcess['process'] = {
    process_id: pid,
    process_name: name,
    parent_id: ppid,
    first_seen: timeText(raw['first_seen']),
    ...(without(raw, PROCESS_FIELDS) as object),
  };
  if (path !== null || raw['process_path'] === null) process.process_path = path;
  if (raw['threads'] !== undefined) {
    process.threads = asList(raw['threads']).map((thread) => toInteger(thread, 0));
  }
  const header: ImportedProcess['header'] = {
    key: String(index),
    pid,
    ppid,
    name,
    path,
    startMs: Number.isNaN(startMs) ? 0 : startMs,
  };
  if (raw['command_line'] !== undefined) header.commandLine = asText(raw['command_line']) ?? null;
  if (typeof raw['track'] === 'boolean') header.track = raw['track'];
  if (Array.isArray(raw['modules'])) header.modules = raw['modules'] as unknown as ProcessModule[];
  return { process, span: spanOf(raw['calls']), header };
}

/** Cuckoo 0.4 doesn't repeat the parent's id in a node; it is that of the node above, or of the process. */
function importNode(item: Json, above: number | undefined, parents: ReadonlyMap<number, number>): ProcessNode[] {
  const raw = asObject(item);
  if (raw === undefined) return [];
  const pid = toInteger(raw['pid'], 0);
  const node: ProcessNode = {
    name: asText(raw['name'] ?? raw['process_name']) ?? '',
    pid,
    parent_id: toInteger(raw['parent_id'] ?? raw['ppid'], above ?? parents.get(pid) ?? 0),
    children: asList(raw['children']).flatMap((child) => importNode(child, pid, parents)),
    ...(without(raw, NODE_FIELDS) as object),
  };
  const path = raw['process_path'] ?? raw['module_path'];
  if (path !== undefined) node.process_path = asText(path) ?? null;
  if (raw['first_seen'] !== undefined) node.first_seen = timeText(raw['first_seen']);
  return [node];
}

function importGeneric(item: Json): GenericProcess[] {
  const raw = asObject(item);
  if (raw === undefined) return [];
  return [
    {
      pid: 0,
      ppid: 0,
      process_name: '',
      ...(without(raw, GENERIC_FIELDS) as object),
      process_path: asText(raw['process_path']) ?? null,
      first_seen: timeText(raw['first_seen']),
      summary: asObject(raw['summary']) ?? {},
    } as GenericProcess,
  ];
}

/** Lists of Cuckoo 2 from which the documented three are made, in this order. */
const SOURCES: readonly [list: 'files' | 'keys' | 'mutexes', from: readonly string[]][] = [
  [
    'files',
    [
      'file_created',
      'file_recreated',
      'file_opened',
      'file_written',
      'file_read',
      'file_deleted',
      'file_failed',
      'file_exists',
      'file_copied',
      'file_moved',
      'directory_created',
      'directory_removed',
      'directory_enumerated',
    ],
  ],
  ['keys', ['regkey_opened', 'regkey_written', 'regkey_read', 'regkey_deleted']],
  ['mutexes', ['mutex']],
];

/** Keeps all lists; `files`, `keys` and `mutexes` are made from Cuckoo 2's later lists where they are missing. */
export function importSummary(raw: JsonObject): Summary {
  const lists: JsonObject = {};
  for (const [list, from] of SOURCES) {
    lists[list] = Array.isArray(raw[list]) ? raw[list] : distinct(from.flatMap((name) => asList(raw[name])));
  }
  return { ...lists, ...without(raw, new Set(['files', 'keys', 'mutexes'])) } as unknown as Summary;
}

/** Distinct strings; pairs of old and new path count as two. */
function distinct(values: Json[]): string[] {
  return [...new Set(values.flatMap(asTexts))];
}

/** Cuckoo 2 writes calls of 64-bit processes 2^32 ticks of 100 ns too early; the process's own time is right. */
const LOST_MS = 429_496.7296;

/** Milliseconds by which the times of a process's calls must be put right; `firstMs` is that of its first call. */
export function timeShift(dialect: string, header: ProcessHeader, firstMs: number): number {
  const early = header.startMs - firstMs;
  return dialect === 'cuckoo-2' && header.startMs > 0 && early > 1 && early <= LOST_MS + 1 ? LOST_MS : 0;
}

/** The part of the report that a scanner reads for a process. */
export function regionOf({ header }: ImportedProcess, span: CallSpan, shiftMs: number): CallRegion {
  return { header, start: span.start, end: span.stop, shiftMs, oversize: span.oversize };
}
