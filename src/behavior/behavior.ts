import { callProblems } from '../errors/calls.ts';
import type { Problem } from '../errors/problem.ts';
import { formatTime } from '../formats/call-log/format-time.ts';
import type { CallHandler, CallVisitor } from '../formats/call-log/index-sink.ts';
import type { CallLog } from '../formats/call-log/log.ts';
import type { CallStream } from '../formats/call-log/stream.ts';
import type { ApiDef, CallCursor } from '../formats/call-log/types.ts';
import type { Behavior, GenericProcess, Process, Summary, Value } from '../plugin/container.ts';
import { compileRules, isUnread } from './rules.ts';
import { Budget, type Emit, ProcessState, SUMMARY_LIMITS, type SummaryLimits } from './state.ts';
import { processTree } from './tree.ts';

const MAX_ANOMALIES = 1000;

export interface BehaviorOptions {
  signal?: AbortSignal;
  limits?: Partial<SummaryLimits>;
  problem?: (problem: Problem) => void;
  /** After each log: how many of how many are read. */
  progress?: (done: number, of: number) => void;
}

/** One process of an analysis, its calls and what they said. */
interface Member {
  log: CallLog;
  stream: CallStream;
  state: ProcessState;
  anomalies: { [name: string]: Value }[];
}

/**
 * Reads call logs, each once, and puts together what they say. The logs must stay open as long as the calls of the
 * result are used. Throws the signal's reason when it aborts.
 */
export function readBehavior(logs: readonly CallLog[], options: BehaviorOptions = {}): Behavior {
  const budget = new Budget({ ...SUMMARY_LIMITS, ...options.limits });
  const members: Member[] = [];
  for (const [done, log] of logs.entries()) {
    const visitor = new Collector(budget);
    log.scan(visitor, options.signal);
    for (const stream of log.streams) {
      members.push({
        log,
        stream,
        state: visitor.stateOf(stream),
        anomalies: visitor.anomalies[stream.id] ?? [],
      });
    }
    for (const problem of log.problems) options.problem?.(problem);
    options.progress?.(done + 1, logs.length);
  }
  members.sort((a, b) => a.stream.header.startMs - b.stream.header.startMs);
  if (budget.refused > 0) {
    options.problem?.(callProblems.summaryLimit(budget.refused, { ...SUMMARY_LIMITS, ...options.limits }.values));
  }
  return assemble(members);
}

/** The processes of logs whose index is at hand, by first_seen, with their calls and nothing else worked out. */
export function listProcesses(logs: readonly CallLog[]): Process[] {
  return logs
    .flatMap((log) => log.streams.map((stream) => ({ log, stream })))
    .sort((a, b) => a.stream.header.startMs - b.stream.header.startMs)
    .map(toProcess);
}

function assemble(members: readonly Member[]): Behavior {
  const processes = members.map(toProcess);
  const states = members.map(({ state }) => state);
  const behavior: Behavior = {
    processes,
    processtree: processTree(
      processes,
      members.some(({ stream }) => stream.header.vocabulary === 'cape'),
    ),
    summary: { files: [], keys: [], mutexes: [], ...listsOf(states) },
    generic: members.map(({ state }, i) => toGeneric(processes[i]!, state)),
    apistats: apiStats(members),
  };
  const anomalies = members.flatMap((member) => member.anomalies);
  if (anomalies.length > 0) behavior.anomaly = anomalies;
  return behavior;
}

function toProcess({ log, stream }: Pick<Member, 'log' | 'stream'>): Process {
  const { header, threads } = stream;
  const process: Process = {
    process_id: header.pid,
    process_name: header.name,
    parent_id: header.ppid,
    first_seen: formatTime(header.startMs),
    calls: log.calls(stream.id),
    process_path: header.path,
    threads,
  };
  if (header.commandLine !== undefined) process.command_line = header.commandLine;
  else if (header.environ?.['CommandLine'] !== undefined) process.command_line = header.environ['CommandLine'];
  if (header.track !== undefined) process.track = header.track;
  if (header.modules !== undefined) process.modules = header.modules;
  if (header.environ !== undefined) process.environ = header.environ;
  if (header.bitness !== undefined) process.bitness = header.bitness;
  return process;
}

function toGeneric(process: Process, state: ProcessState): GenericProcess {
  return {
    pid: process.process_id,
    ppid: process.parent_id,
    process_name: process.process_name,
    process_path: process.process_path ?? null,
    first_seen: process.first_seen,
    summary: listsOf([state]),
  };
}

/** The lists of several processes as one: each value once, in the order of processes and then of calls. */
function listsOf(states: readonly ProcessState[]): Partial<Summary> {
  const lists = new Map<string, Map<string, unknown>>();
  for (const state of states) {
    for (const [list, values] of [...state.lists, ...state.tuples]) {
      const all = lists.get(list) ?? new Map<string, unknown>();
      lists.set(list, all);
      for (const [key, value] of values) all.set(key, value);
    }
  }
  const summary = [...lists].map(([list, values]): [string, unknown] => [list, [...values.values()]]);
  return Object.fromEntries(summary.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function apiStats(members: readonly Member[]): NonNullable<Behavior['apistats']> {
  const all: NonNullable<Behavior['apistats']> = {};
  for (const { log, stream } of members) {
    if (stream.stats.size === 0) continue;
    const stats = (all[String(stream.header.pid)] ??= Object.create(null) as { [api: string]: number });
    for (const [def, calls] of stream.stats) {
      const { api } = log.index.definitions[def]!;
      stats[api] = (stats[api] ?? 0) + calls;
    }
  }
  return all;
}

/** Collects the lists of every process of one log. */
class Collector implements CallVisitor {
  readonly anomalies: { [name: string]: Value }[][] = [];
  readonly #budget: Budget;
  readonly #states: (ProcessState | undefined)[] = [];

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  stateOf(stream: CallStream): ProcessState {
    return (this.#states[stream.id] ??= new ProcessState(this.#budget));
  }

  handlerFor(def: ApiDef, streams: readonly CallStream[]): CallHandler | undefined {
    if (def.api === '__anomaly__') return (call, stream) => this.#anomaly(def, call, streams[stream]!);
    if (isUnread(def)) return undefined;
    // Which monitor wrote the log is known only once its first process has been introduced.
    const compiled = new Map<string | undefined, Emit | undefined>();
    let last: string | undefined | null = null;
    let emit: Emit | undefined;
    return (call, stream) => {
      const { vocabulary } = streams[stream]!.header;
      if (vocabulary !== last) {
        if (!compiled.has(vocabulary)) compiled.set(vocabulary, compileRules(def, vocabulary ?? ''));
        emit = compiled.get(vocabulary);
        last = vocabulary;
      }
      if (emit !== undefined) emit(call, this.#states[stream] ?? this.stateOf(streams[stream]!));
    };
  }

  #anomaly(def: ApiDef, call: CallCursor, stream: CallStream): void {
    const list = (this.anomalies[stream.id] ??= []);
    const anomaly: { [name: string]: Value } = { process_id: stream.header.pid, process_name: stream.header.name };
    for (const [i, { name }] of def.args.entries()) {
      if (name !== '__proto__') anomaly[name] = call.value(i) ?? null;
    }
    if (list.length >= MAX_ANOMALIES) this.#budget.refused++;
    else if (this.#budget.take(charactersOf(anomaly))) list.push(anomaly);
  }
}

const charactersOf = (value: Value): number =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)).length;
