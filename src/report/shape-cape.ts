import type { Behavior, Call, Match, Process, ProcessNode, Results, Summary, Value } from '../plugin/container.ts';
import {
  type Json,
  lazyList,
  listOf,
  openRecord,
  present,
  reshapeTree,
  type ShapeOptions,
  shapedTarget,
} from './shape-common.ts';
import { isRecord } from './view-model-text.ts';

const LISTS = [
  'files',
  'read_files',
  'write_files',
  'delete_files',
  'keys',
  'read_keys',
  'write_keys',
  'delete_keys',
  'executed_commands',
  'resolved_apis',
  'mutexes',
  'created_services',
  'started_services',
] as const satisfies readonly (keyof Summary)[];

/** The container as CAPE 2.4 writes its report.json. Calls are made while they are written. */
export function capeShape(results: Results, options: ShapeOptions = {}): Json {
  const { info, signatures, behavior, debug, verdict, file, problems, statistics, target, ...rest } = results;
  const shapedSignatures = listOf(signatures).map(signature);
  return {
    statistics: shapedStatistics(results),
    ...present({ target: shapedTarget(results) }),
    CAPE: { payloads: [], configs: [] },
    info: shapedInfo(results),
    behavior: shapedBehavior(behavior, options),
    debug: { log: typeof debug?.log === 'string' ? debug.log : '', errors: listOf(debug?.errors) },
    network: {},
    suricata: { alerts: [], tls: [], perf: [], files: [], http: [], dns: [], ssh: [], fileinfo: [] },
    ...present(rest),
    signatures: shapedSignatures,
    malscore: verdict?.score ?? info?.score ?? 0,
    ttps: listOf(signatures).flatMap(({ name, ttps, mbcs }) =>
      listOf(ttps).length + listOf(mbcs).length > 0
        ? [{ signature: name, ttps: listOf(ttps), mbcs: listOf(mbcs) }]
        : [],
    ),
  };
}

function shapedInfo({ info }: Results): Json {
  const { ovoscope, dialect, score, machine, options, ...rest } = info ?? {};
  return {
    ...present(rest),
    version: info?.version ?? '2.4-CAPE',
    duration: info?.duration ?? 0,
    id: info?.id ?? 0,
    category: info?.category ?? 'file',
    custom: info?.custom ?? '',
    machine: isRecord(machine) ? machine : { name: machine ?? '', label: machine ?? '' },
    package: info?.package ?? '',
    timeout: (info as Json | undefined)?.['timeout'] ?? false,
    options: optionsRecord(options),
    route: info?.route ?? '',
  };
}

/** `a=1,b=2` as a record. */
function optionsRecord(options: unknown): Json {
  if (isRecord(options)) return options;
  const record = openRecord();
  for (const part of typeof options === 'string' ? options.split(',') : []) {
    const at = part.indexOf('=');
    if (at > 0) record[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return record;
}

function shapedStatistics({ statistics }: Results): Json {
  const times = (list: NonNullable<Results['statistics']>['processing'] | undefined) =>
    listOf(list).map(({ name, ms }) => ({ name, time: Math.round(ms) / 1000 }));
  return {
    processing: times(statistics?.processing),
    signatures: times(statistics?.signatures),
    reporting: times(statistics?.reporting),
  };
}

function shapedBehavior(behavior: Behavior | undefined, { calls }: ShapeOptions): Json {
  const processes = listOf(behavior?.processes);
  const byPid = new Map<number, Process>();
  for (const process of processes) if (!byPid.has(process.process_id)) byPid.set(process.process_id, process);
  return {
    processes: processes.map((process) => shapedProcess(process, calls)),
    anomaly: behavior?.anomaly ?? [],
    processtree: reshapeTree(listOf(behavior?.processtree), (node, children) =>
      treeNode(node, children, byPid.get(node.pid)),
    ),
    summary: Object.fromEntries(LISTS.map((name) => [name, printedList(behavior?.summary[name])])),
    enhanced: [],
    encryptedbuffers: [],
  };
}

function printedList(list: readonly string[] | undefined): string[] {
  return [...new Set(listOf(list).map(printable))];
}

function shapedProcess(process: Process, limit: number | undefined): Json {
  const total = process.calls?.length ?? 0;
  return {
    process_id: process.process_id,
    process_name: process.process_name,
    parent_id: process.parent_id,
    module_path: process.process_path ?? '',
    first_seen: process.first_seen,
    calls: lazyList(process.calls ?? [], capeCall, limit),
    ...(limit !== undefined && total > limit ? { calls_total: total } : {}),
    threads: listOf(process.threads).map(String),
    environ: process.environ ?? {},
  };
}

function treeNode(node: ProcessNode, children: Json[], process: Process | undefined): Json {
  return {
    name: node.name,
    pid: node.pid,
    parent_id: node.parent_id,
    module_path: node.process_path ?? process?.process_path ?? '',
    children,
    threads: listOf(process?.threads).map(String),
    environ: process?.environ ?? {},
  };
}

/** A call as CAPE has it: every value as text. */
export function capeCall(call: Call): Json {
  return {
    timestamp: call.timestamp,
    thread_id: String(call.thread_id),
    caller: call.caller ?? '0x00000000',
    parentcaller: call.parentcaller ?? '0x00000000',
    category: call.category,
    api: call.api,
    status: call.status === 'SUCCESS',
    return: call.return,
    ...present({ pretty_return: call.pretty_return }),
    arguments: listOf(call.arguments).map(({ name, value, pretty_value }) => ({
      name,
      value: printedValue(value),
      ...present({ pretty_value }),
    })),
    repeated: call.repeated ?? 0,
    id: call.id,
  };
}

function printedValue(value: Value): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? value : String(value);
}

/** Text as CAPE prints it: what is not printable ASCII as its code in hexadecimal. */
function printable(text: string): string {
  if (/^[\x20-\x7e\t\n\r]*$/.test(text)) return text;
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const isPlain = (code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13;
    out += isPlain ? char : `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return out;
}

function signature(match: Match): Json {
  return {
    name: match.name,
    description: match.description,
    categories: match.categories ?? [],
    severity: match.severity,
    weight: 1,
    confidence: match.confidence ?? 100,
    references: listOf(match.references),
    data: listOf(match.data).map((item) => (isRecord(item) ? item : { data: item })),
    new_data: [],
    alert: match.alert,
    families: match.families ?? [],
  };
}
