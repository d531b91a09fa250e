import { commonCategory } from '../plugin/category.ts';
import type { Behavior, Call, Process, Results, Value } from '../plugin/container.ts';
import type { Watch } from '../plugin/signature.ts';
import { watchFilter } from '../plugin/watch.ts';
import { argument } from './argument.ts';
import { commonName, isNumberName } from './argument-names.ts';
import { succeeded } from './recorded.ts';
import { number, text } from './value.ts';
import { argumentFilter } from './watched.ts';

/** Which calls to look at: those that a signature with the same `watch` would be shown, and more narrowly. */
export interface CallQuery extends Watch {
  pids?: readonly number[];
  /** Only calls that returned success, or only those that failed. */
  succeeded?: boolean;
}

/**
 * A call and its process as one flat record, its arguments under their common names whichever sandbox wrote them.
 * Text that a call doesn't have is the empty string, so that it can be searched without asking first; a number that
 * it doesn't have is undefined.
 */
export interface CallRecord {
  pid: number;
  process: string;
  /** Position of the call in its process's list. */
  cid: number;
  api: string;
  /** The common name: `file`, not `filesystem`. */
  category: string;
  succeeded: boolean;

  filepath: string;
  dirpath: string;
  oldfilepath: string;
  newfilepath: string;
  regkey: string;
  value_name: string;
  mutant_name: string;
  module_name: string;
  function_name: string;
  process_name: string;
  command_line: string;
  parameters: string;
  service_name: string;
  hostname: string;
  ip_address: string;
  url: string;
  user_agent: string;
  window_name: string;
  class_name: string;
  buffer: string;
  base_address: string;
  function_address: string;
  process_handle: string;
  thread_handle: string;
  file_handle: string;

  process_identifier: number | undefined;
  thread_identifier: number | undefined;
  protection: number | undefined;
  creation_flags: number | undefined;
  desired_access: number | undefined;
  milliseconds: number | undefined;
  length: number | undefined;
  region_size: number | undefined;
  port: number | undefined;

  /** Any other argument: text or a number as recorded. */
  [argument: string]: unknown;
}

const ABSENT = {
  filepath: '',
  dirpath: '',
  oldfilepath: '',
  newfilepath: '',
  regkey: '',
  value_name: '',
  mutant_name: '',
  module_name: '',
  function_name: '',
  process_name: '',
  command_line: '',
  parameters: '',
  service_name: '',
  hostname: '',
  ip_address: '',
  url: '',
  user_agent: '',
  window_name: '',
  class_name: '',
  buffer: '',
  base_address: '',
  function_address: '',
  process_handle: '',
  thread_handle: '',
  file_handle: '',
};

const OWN_FIELDS: ReadonlySet<string> = new Set(['pid', 'process', 'cid', 'api', 'category', 'succeeded']);
const LOOKED_UP: readonly string[] = ['regkey', 'filepath', 'process_identifier'];

/**
 * Calls of all processes in the order of their logs, as flat records. `what` is a category under any generation's
 * name, or a query. Where it lists APIs by name, parts of the log that hold none of them are not read.
 *
 * A signature that only needs calls is faster with `watch` and `onCall`, which share one pass over the log.
 */
export function* calls(results: Results, what: string | CallQuery = {}): Generator<CallRecord, void, undefined> {
  const query: CallQuery = typeof what === 'string' ? { categories: [what] } : what;
  const filter = watchFilter(query);
  const holds = argumentFilter(query);
  for (const process of processesOf(results.behavior)) {
    if (!filter.matchesProcess(process.process_name)) continue;
    if (query.pids && !query.pids.includes(process.process_id)) continue;
    const list = filter.apis ? process.calls.ofApi(...filter.apis) : process.calls;
    for (const call of list) {
      if (!filter.matchesCall(call.api, call.category)) continue;
      if (query.succeeded !== undefined && query.succeeded !== succeeded(call)) continue;
      if (!holds(call, process)) continue;
      yield toRecord(call, process);
    }
  }
}

/** One call as a flat record; see CallRecord. */
export function toRecord(call: Call, process: Process): CallRecord {
  const record = Object.create(ABSENT) as CallRecord;
  record.pid = process.process_id;
  record.process = process.process_name;
  record.cid = call.id;
  record.api = call.api;
  record.category = commonCategory(call.category);
  record.succeeded = succeeded(call);
  for (const { name, value } of call.arguments) {
    const common = commonName(call.api, call.category, name);
    if (!OWN_FIELDS.has(common) && !Object.hasOwn(record, common)) set(record, common, plain(common, value));
  }
  for (const name of LOOKED_UP) {
    const value = argument(call, name, process);
    if (value !== undefined) set(record, name, plain(name, value));
  }
  return record;
}

function plain(name: string, value: Value): unknown {
  if (isNumberName(name)) return number(value);
  const isText = Object.hasOwn(ABSENT, name) || (typeof value !== 'number' && typeof value !== 'boolean');
  return isText ? text(value) : value;
}

/** A log may name an argument `__proto__`. */
function set(record: CallRecord, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[name] = value;
  }
}

const processesOf = (behavior: Behavior | undefined): readonly Process[] => behavior?.processes ?? [];
