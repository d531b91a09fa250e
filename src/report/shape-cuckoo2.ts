import type { Behavior, Call, Match, Process, ProcessNode, Results, Summary } from '../plugin/container.ts';
import {
  CallFinder,
  epoch,
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

const MAX_LOOKUPS = 2_000;

/** Lists that clients read without asking; Cuckoo writes them empty for a capture without packets. */
const NO_NETWORK = {
  hosts: [],
  domains: [],
  dns: [],
  http: [],
  tcp: [],
  udp: [],
  icmp: [],
  tls: [],
  smtp: [],
  irc: [],
};

/** Names of categories before Cuckoo 2. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['filesystem', 'file'],
  ['synchronization', 'synchronisation'],
  ['threading', 'process'],
  ['windows', 'ui'],
  ['socket', 'network'],
]);

/** Names of arguments before Cuckoo 2. */
const ARGUMENTS: ReadonlyMap<string, string> = new Map([
  ['FileName', 'filepath'],
  ['MutexName', 'mutant_name'],
  ['ProcessId', 'process_identifier'],
]);

/** Lists of our summary that Cuckoo 2 does not have. */
const OTHER_LISTS = new Set<string>([
  'files',
  'keys',
  'mutexes',
  'read_files',
  'write_files',
  'delete_files',
  'read_keys',
  'write_keys',
  'delete_keys',
  'executed_commands',
  'resolved_apis',
  'created_services',
  'started_services',
] satisfies (keyof Summary)[]);

/**
 * The container as Cuckoo 2.0.7 writes its report.json. Calls are made while they are written, so nothing of them
 * is held. Optional keys are left out, never null; `behavior.generic` has every process of the tree.
 */
export function cuckoo2Shape(results: Results, options: ShapeOptions = {}): Json {
  const { info, signatures, behavior, debug, verdict, file, problems, statistics, target, ...rest } = results;
  const other = rest as Json;
  const renames = info?.dialect !== undefined && info.dialect !== 'cuckoo-2';
  return {
    info: shapedInfo(results),
    signatures: shapedSignatures(results, renames),
    ...present({ target: shapedTarget(results) }),
    ...present(other),
    network: { ...NO_NETWORK, ...present(results.network ?? {}) },
    ...present({ suricata: shapedSuricata(other['suricata']) }),
    ...(behavior === undefined ? {} : { behavior: shapedBehavior(behavior, renames, options) }),
    debug: shapedDebug(results),
    metadata: {},
  };
}

function shapedInfo({ info, verdict }: Results): Json {
  const { ovoscope, dialect, machine, started, ended, ...rest } = info ?? {};
  return {
    ...present(rest),
    ...present({ started: epoch(started), ended: epoch(ended) }),
    version: info?.version ?? '2.0.7',
    duration: info?.duration ?? -1,
    id: info?.id ?? 0,
    category: info?.category ?? 'file',
    package: info?.package ?? '',
    platform: info?.platform ?? '',
    options: info?.options ?? '',
    custom: info?.custom ?? '',
    owner: info?.owner ?? '',
    route: info?.route ?? '',
    score: info?.score ?? verdict?.score ?? 0,
    machine: isRecord(machine) ? machine : { name: machine ?? '', label: machine ?? '', manager: '' },
  };
}

function shapedBehavior(behavior: Behavior, renames: boolean, { calls }: ShapeOptions): Json {
  return {
    generic: shapedGeneric(behavior),
    processtree: reshapeTree(listOf(behavior.processtree), treeNode),
    summary: shapedSummary(behavior.summary),
    ...present({ apistats: behavior.apistats }),
    processes: listOf(behavior.processes).map((process) => shapedProcess(process, renames, calls)),
  };
}

function treeNode(node: ProcessNode, children: Json[]): Json {
  return {
    track: node.track ?? true,
    pid: node.pid,
    process_name: node.name,
    command_line: node.command_line ?? '',
    ...present({ first_seen: epoch(node.first_seen) }),
    ppid: node.parent_id,
    children,
  };
}

function shapedSummary(summary: Partial<Summary> | undefined): Json {
  const entries = Object.entries(summary ?? {});
  return Object.fromEntries(entries.filter(([name, list]) => !OTHER_LISTS.has(name) && list.length > 0));
}

function shapedGeneric(behavior: Behavior): Json[] {
  const generic = listOf(behavior.generic).map((process) => ({
    pid: process.pid,
    ppid: process.ppid,
    process_name: process.process_name,
    process_path: process.process_path ?? '',
    ...present({ first_seen: epoch(process.first_seen) }),
    summary: shapedSummary(process.summary),
  })) as Json[];
  const known = new Set(generic.map(({ pid }) => pid));
  const add = (entry: Json) => {
    if (known.has(entry['pid'])) return;
    known.add(entry['pid']);
    generic.push(entry);
  };
  for (const process of listOf(behavior.processes)) {
    add({
      pid: process.process_id,
      ppid: process.parent_id,
      process_name: process.process_name,
      process_path: process.process_path ?? '',
      ...present({ first_seen: epoch(process.first_seen) }),
      summary: {},
    });
  }
  const waiting = [...listOf(behavior.processtree)];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    add({
      pid: node.pid,
      ppid: node.parent_id,
      process_name: node.name,
      process_path: node.process_path ?? '',
      ...present({ first_seen: epoch(node.first_seen) }),
      summary: {},
    });
    for (const child of listOf(node.children)) waiting.push(child);
  }
  return generic;
}

function shapedProcess(process: Process, renames: boolean, limit: number | undefined): Json {
  const total = process.calls?.length ?? 0;
  return {
    process_path: process.process_path ?? '',
    calls: lazyList(process.calls ?? [], (call) => cuckoo2Call(call, renames), limit),
    ...(limit !== undefined && total > limit ? { calls_total: total } : {}),
    track: process.track ?? true,
    pid: process.process_id,
    process_name: process.process_name,
    command_line: process.command_line ?? '',
    modules: process.modules ?? [],
    time: 0,
    tid: process.threads?.[0] ?? process.calls?.at(0)?.thread_id ?? 0,
    ...present({ first_seen: epoch(process.first_seen) }),
    ppid: process.parent_id,
    type: 'process',
  };
}

/** A call as Cuckoo 2 has it; `renames` translates the names of its forerunners. */
export function cuckoo2Call(call: Call, renames = false): Json {
  const args = openRecord();
  for (const { name, value } of listOf(call.arguments)) {
    const base = (renames && ARGUMENTS.get(name)) || name;
    let free = base;
    for (let n = 2; free in args; n++) free = `${base}_${n}`;
    args[free] = value;
  }
  return {
    category: (renames && CATEGORIES.get(call.category)) || call.category,
    status: call.status === 'SUCCESS' ? 1 : 0,
    stacktrace: call.stacktrace ?? [],
    ...present({ last_error: call.last_error, nt_status: call.nt_status, buffer: call.buffer, raw: call.raw }),
    api: call.api,
    return_value: integerOf(call.return),
    arguments: args,
    ...present({ time: epoch(call.timestamp) }),
    tid: call.thread_id,
    flags: call.flags ?? {},
  };
}

/** What a call returned as a signed integer; text that is no number stays text. */
function integerOf(text: string): bigint | number | string {
  if (!/^0x[0-9a-f]{1,16}$/i.test(text)) return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  const value = BigInt.asIntN(64, BigInt(text));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function shapedSignatures(results: Results, renames: boolean): Json[] {
  const finder = new CallFinder(results, MAX_LOOKUPS);
  const sorted = [...listOf(results.signatures)].sort((a, b) => a.severity - b.severity);
  return sorted.map((match) => {
    const marks = listOf(match.data).flatMap((item) => markOf(item, finder, renames) ?? []);
    return {
      families: match.families ?? [],
      description: match.description,
      severity: match.severity,
      ttp: ttpOf(match),
      markcount: Math.max(match.markcount ?? 0, listOf(match.data).length),
      references: listOf(match.references),
      marks,
      name: match.name,
    };
  });
}

function ttpOf({ ttps, description }: Match): Json {
  const ttp = openRecord();
  for (const id of listOf(ttps)) ttp[id] = { short: id, long: description };
  return ttp;
}

const MARKS = new Set(['ioc', 'generic', 'config', 'volatility']);

/** Evidence as a mark; undefined for a call that is not found, which only counts. */
function markOf(item: unknown, finder: CallFinder, renames: boolean): Json | undefined {
  if (!isRecord(item)) return { type: 'ioc', category: 'data', ioc: String(item), description: null };
  const { type, pid, cid } = item;
  if (type === 'call') {
    const call = finder.find(pid, cid);
    return call && { call: cuckoo2Call(call, renames), pid, type, cid };
  }
  if (typeof type === 'string' && MARKS.has(type)) return item;
  const [only, ...others] = Object.entries(item);
  if (only !== undefined && others.length === 0 && typeof only[1] === 'string') {
    return { type: 'ioc', category: only[0], ioc: only[1], description: null };
  }
  return { ...item, type: 'generic' };
}

function shapedSuricata(suricata: unknown): Json | undefined {
  if (!isRecord(suricata)) return undefined;
  const { alerts } = suricata;
  if (!Array.isArray(alerts)) return suricata;
  return { ...suricata, alerts: alerts.map((alert) => (isRecord(alert) ? { severity: 3, ...present(alert) } : alert)) };
}

/** What clients look for in `debug.cuckoo` before they believe a report. */
const COMPLETED = 'analysis completed successfully';

function shapedDebug(results: Results): Json {
  const { debug } = results;
  const log = typeof debug?.log === 'string' ? (debug.log.match(/[^\n]*\n|[^\n]+$/g) ?? []) : listOf(debug?.log);
  const cuckoo = [...listOf(debug?.cuckoo)];
  if (isHealthy(results) && !cuckoo.some((line) => String(line).includes(COMPLETED))) {
    cuckoo.push(`${results.info?.ended ?? ''} [ovoscope] INFO: ${COMPLETED}\n`.trimStart());
  }
  return { action: listOf(debug?.action), dbgview: [], errors: listOf(debug?.errors), log, cuckoo };
}

function isHealthy({ info, behavior, debug, statistics }: Results): boolean {
  const failed = listOf(statistics?.processing).some(({ state }) => state === 'failed');
  return info !== undefined && behavior !== undefined && !failed && listOf(debug?.errors).length === 0;
}
