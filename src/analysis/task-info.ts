import { analysisProblems } from '../errors/analysis.ts';
import { errorText } from '../errors/problem.ts';
import { parseConf } from './analysis-conf.ts';
import type { FileIndex } from './file-index.ts';
import { readLogFacts } from './log-facts.ts';
import type { OpeningProblems } from './opening-problems.ts';
import { readText } from './read-text.ts';

/** Facts about the task; has no prototype, so that any key of the input is an ordinary one. */
export interface TaskInfo {
  [name: string]: unknown;
}

const MAX_JSON = 16 << 20;
const MAX_DEPTH = 32;

/**
 * What the analysis says about its task, under the names of Cuckoo 2's task.json: `id`, `category`, `target`,
 * `file_name`, `package`, `platform`, `machine`, `options` (an object), `started_on`, `completed_on`, `guest`, …
 * Times are `YYYY-MM-DDTHH:MM:SS[.ffffff]`. The first file that has a fact wins: task.json, analysis.conf,
 * analysis.json, then the logs, then the name of the folder.
 */
export function readTaskInfo(index: FileIndex, folderName: string, problems: OpeningProblems): TaskInfo {
  const info: TaskInfo = Object.create(null);
  merge(info, readJson(index, 'task.json', problems));
  merge(info, readConf(index, problems));
  merge(info, pick(readJson(index, 'analysis.json', problems), ANALYSIS_JSON_KEYS));
  const guest = info['guest'];
  if (isRecord(guest)) merge(info, times({ started_on: guest['started_on'], completed_on: guest['shutdown_on'] }));
  merge(info, readLogFacts(index));
  if (/^[1-9]\d{0,8}$/.test(folderName)) merge(info, { id: Number(folderName) });
  info['options'] = toOptions(info['options']);
  const target = info['target'];
  if (typeof target === 'string' && info['category'] !== 'url') merge(info, { file_name: baseName(target) });
  return info;
}

/** Facts that are still missing. */
function merge(info: TaskInfo, facts: TaskInfo | undefined): void {
  if (facts === undefined) return;
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined && (info[name] === undefined || info[name] === null)) info[name] = value;
  }
}

/** analysis.json is Cuckoo 2's list of actions and errors, or, of other makers, much more than the task. */
const ANALYSIS_JSON_KEYS = ['id', 'category', 'target', 'package', 'platform', 'machine', 'options', 'timeout'];

function pick(info: TaskInfo | undefined, names: readonly string[]): TaskInfo | undefined {
  return info && Object.fromEntries(names.filter((name) => isScalar(info[name])).map((name) => [name, info[name]]));
}

const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number';
const isRecord = (value: unknown): value is TaskInfo =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readJson(index: FileIndex, path: string, problems: OpeningProblems): TaskInfo | undefined {
  const text = textOf(index, path, problems);
  if (text === undefined) return undefined;
  try {
    const value = toPlain(JSON.parse(text.replace(/^\ufeff/, '')));
    if (isRecord(value)) return value;
    problems.add(analysisProblems.infoDamaged(path, 'it is not an object'));
  } catch (error) {
    problems.add(analysisProblems.infoDamaged(path, errorText(error)));
  }
  return undefined;
}

function textOf(index: FileIndex, path: string, problems: OpeningProblems): string | undefined {
  try {
    return readText(index, path, MAX_JSON);
  } catch (error) {
    problems.add(analysisProblems.infoDamaged(path, errorText(error)));
    return undefined;
  }
}

/** Objects without a prototype, and `{"$dt": "2019-05-13T05:32:17"}` as its text. */
function toPlain(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new Error(`it nests deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === '$dt' && typeof only[1] === 'string') return only[1];
  const record: TaskInfo = Object.create(null);
  for (const [name, item] of entries) record[name] = toPlain(item, depth + 1);
  return record;
}

const NUMBERS = new Set(['id', 'timeout', 'port', 'upload_max_size', 'do_upload_max_size']);
const BOOLEANS = new Set(['enforce_timeout', 'terminate_processes']);

/** Names of 0.4 that Cuckoo 2 has others for. */
const RENAMED: { readonly [name: string]: string } = { file_path: 'target', started: 'started_on' };

/**
 * The guest's configuration. Only values that cannot be names become numbers and booleans: a sample may be called
 * `123`, `no` or `50%`. The writer spells an absent value `None`.
 */
function readConf(index: FileIndex, problems: OpeningProblems): TaskInfo | undefined {
  const text = textOf(index, 'analysis.conf', problems);
  if (text === undefined) return undefined;
  const analysis = parseConf(text).get('analysis');
  if (analysis === undefined) {
    problems.add(analysisProblems.infoDamaged('analysis.conf', 'it has no section [analysis]'));
    return undefined;
  }
  const info: TaskInfo = Object.create(null);
  for (const [name, value] of analysis) {
    const isAbsent = value === 'None' || (value === '' && name !== 'options');
    info[RENAMED[name] ?? name] = isAbsent ? null : name === 'started' ? fromEpoch(value) : confValue(name, value);
  }
  // 0.4 knew only files.
  if (analysis.has('file_path')) merge(info, { category: 'file' });
  return info;
}

function confValue(name: string, value: string): unknown {
  if (NUMBERS.has(name) && /^\d{1,15}$/.test(value)) return Number(value);
  if (BOOLEANS.has(name) && /^(True|False|yes|no|on|off|1|0)$/i.test(value)) return /^(True|yes|on|1)$/i.test(value);
  return value;
}

/** Seconds since 1970, as 0.4 writes them. */
function fromEpoch(value: string): string | null {
  const seconds = /^\d{1,11}(\.\d{1,9})?$/.test(value) ? Number(value) : Number.NaN;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? null
    : date
        .toISOString()
        .slice(0, -1)
        .replace(/\.000$/, '');
}

function times(facts: TaskInfo): TaskInfo {
  const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:/.test(value);
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, isTime(value) ? value.replace(' ', 'T') : undefined]),
  );
}

/** `procmemdump=yes,route=internet`, or an object that says the same. */
function toOptions(options: unknown): TaskInfo {
  if (isRecord(options)) return options;
  const record: TaskInfo = Object.create(null);
  if (typeof options !== 'string') return record;
  for (const option of options.split(',')) {
    const at = option.indexOf('=');
    if (at > 0) record[option.slice(0, at).trim()] = option.slice(at + 1).trim();
  }
  return record;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
