import type { Argument, Behavior, Call, Process, ProcessNode, Value } from '../../src/plugin/container.ts';

/** What was compared with the original's results, and what came out. */
export class Tally {
  readonly counts = new Map<string, { compared: number; equal: number }>();
  /** Reason → how often, with the first example. */
  readonly explained = new Map<string, { count: number; example: string }>();
  readonly unexplained: string[] = [];
  unexplainedCount = 0;

  check(what: string, equal: boolean, example: () => string, reason?: string): void {
    const count = this.counts.get(what) ?? { compared: 0, equal: 0 };
    this.counts.set(what, count);
    count.compared++;
    if (equal) count.equal++;
    else if (reason !== undefined) {
      const known = this.explained.get(reason);
      if (known === undefined) this.explained.set(reason, { count: 1, example: example() });
      else known.count++;
    } else {
      this.unexplainedCount++;
      if (this.unexplained.length < 20) this.unexplained.push(`${what}: ${example()}`);
    }
  }

  /** One line per kind of thing, then one per reason. */
  table(title: string): string {
    const rows = [...this.counts].map(([what, { compared, equal }]) => `${what} ${equal}/${compared}`);
    const reasons = [...this.explained].map(([reason, { count, example }]) => `\n    ${count} × ${reason}: ${example}`);
    return `${title}: ${rows.join(', ')}${reasons.join('')}`;
  }
}

type Json = { [name: string]: unknown };

/** How an original printed what our container holds as it was. */
export interface Dialect {
  name: string;
  pid: (process: Json) => number;
  ppid: (process: Json) => number;
  /** Milliseconds since 1970 of a time in the results; undefined where it can't be compared. */
  startMs?: (process: Json) => number;
  timeMs?: (call: Json) => number;
  success: (call: Json) => boolean;
  thread: (call: Json) => number;
  returned: (call: Json) => string;
  arguments: (call: Json) => Map<string, unknown>;
  /** Whether the original's arguments are in the order of the log. */
  ordered: boolean;
  /** Our value as the original prints it; several ways where its input decided. */
  print: (value: Value) => unknown[];
  /** Why a value may differ; undefined where it may not. */
  excuse?: (ours: Value, theirs: unknown, argument: string, call: Call) => string | undefined;
  excuseReturned?: (ours: Value, theirs: unknown) => string | undefined;
  /** Values in words, where the original adds them to a call. */
  pretty?: {
    ofArguments: (call: Json) => { name: string; value: unknown; words: string | undefined }[];
    ofReturned: (call: Json) => string | undefined;
    /** Why words may differ; undefined where they may not. */
    excuse: (
      ours: string | undefined,
      theirs: string | undefined,
      argument: string,
      value: unknown,
      call: Call,
    ) => string | undefined;
  };
  /** Why a time may differ by so many milliseconds (theirs less ours). */
  excuseTime?: (difference: number, ours: Call | Process) => string | undefined;
  /** Why a value may stand on one side only; `other` is the other side's list. */
  excuseSummary?: (
    list: string,
    value: unknown,
    side: 'ours' | 'theirs',
    other: readonly unknown[],
  ) => string | undefined;
  lists: readonly string[];
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v))?.slice(0, 160) ?? 'undefined';

export function compareBehavior(ours: Behavior, theirs: Json, dialect: Dialect): Tally {
  const tally = new Tally();
  const theirProcesses = (theirs['processes'] ?? []) as Json[];
  tally.check(
    'processes',
    ours.processes.length === theirProcesses.length,
    () => `${ours.processes.length} instead of ${theirProcesses.length}`,
  );
  for (const [i, theirProcess] of theirProcesses.entries()) {
    const process = ours.processes[i];
    if (process !== undefined) compareProcess(process, theirProcess, dialect, tally);
  }
  compareSummary(ours, (theirs['summary'] ?? {}) as Json, dialect, tally);
  return tally;
}

function compareProcess(ours: Process, theirs: Json, dialect: Dialect, tally: Tally): void {
  const who = `process ${dialect.pid(theirs)}`;
  tally.check('process fields', ours.process_id === dialect.pid(theirs), () => `${who}: pid ${ours.process_id}`);
  tally.check('process fields', ours.parent_id === dialect.ppid(theirs), () => `${who}: parent ${ours.parent_id}`);
  tally.check(
    'process fields',
    ours.process_name === theirs['process_name'],
    () => `${who}: name ${ours.process_name}`,
  );
  if (dialect.startMs !== undefined) {
    const ms = dialect.startMs(theirs);
    const difference = ms - toMs(ours.first_seen);
    const reason = dialect.excuseTime?.(difference, ours);
    const wrong = () => `${who}: first seen ${ours.first_seen}, not ${new Date(ms).toISOString()}`;
    tally.check('process times', Math.abs(difference) < 1, wrong, reason);
  }
  const calls = theirs['calls'] as Json[];
  tally.check(
    'call counts',
    ours.calls.length === calls.length,
    () => `${who}: ${ours.calls.length}, not ${calls.length}`,
  );
  let i = 0;
  for (const call of ours.calls) {
    const theirCall = calls[i++];
    if (theirCall !== undefined) compareCall(call, theirCall, dialect, tally, who);
  }
}

export const toMs = (text: string): number => Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`);

function compareCall(ours: Call, theirs: Json, dialect: Dialect, tally: Tally, who: string): void {
  const where = `${who} call ${ours.id} ${ours.api}`;
  tally.check('calls', ours.api === theirs['api'], () => `${where}: not ${String(theirs['api'])}`);
  tally.check(
    'categories',
    ours.category === theirs['category'],
    () => `${where}: ${ours.category} not ${String(theirs['category'])}`,
  );
  tally.check('status', (ours.status === 'SUCCESS') === dialect.success(theirs), () => where);
  tally.check('threads', ours.thread_id === dialect.thread(theirs), () => `${where}: ${ours.thread_id}`);
  const returned = dialect.returned(theirs);
  const sameReturn = ours.return === returned;
  const wrongReturn = () => `${where}: ${ours.return} not ${returned}`;
  tally.check(
    'returned',
    sameReturn,
    wrongReturn,
    sameReturn ? undefined : dialect.excuseReturned?.(ours.return, returned),
  );
  if (theirs['repeated'] !== undefined) {
    tally.check(
      'repeated',
      ours.repeated === theirs['repeated'],
      () => `${where}: ${ours.repeated} not ${String(theirs['repeated'])}`,
    );
  }
  if (dialect.timeMs !== undefined) {
    const ms = dialect.timeMs(theirs);
    const difference = ms - toMs(ours.timestamp);
    const reason = dialect.excuseTime?.(difference, ours);
    const wrong = () => `${where}: ${ours.timestamp} not ${new Date(ms).toISOString()}`;
    tally.check('times', Math.abs(difference) < 1, wrong, reason);
  }
  const args = dialect.arguments(theirs);
  const names = [...args.keys()];
  const unique = new Map<string, Argument>(ours.arguments.map((arg) => [arg.name, arg]));
  tally.check(
    'argument names',
    dialect.ordered
      ? names.join() === [...unique.keys()].join()
      : [...names].sort().join() === [...unique.keys()].sort().join(),
    () => `${where}: ${[...unique.keys()].join()} not ${names.join()}`,
  );
  for (const [name, value] of args) {
    const mine = unique.get(name);
    if (mine === undefined) continue;
    const equal = dialect.print(mine.value).some((text) => text === value || canonical(text) === canonical(value));
    const reason = equal ? undefined : dialect.excuse?.(mine.value, value, name, ours);
    tally.check('arguments', equal, () => `${where} ${name}: ${show(mine.value)} not ${show(value)}`, reason);
  }
  if (dialect.pretty !== undefined) comparePretty(ours, theirs, dialect.pretty, tally, where);
}

function comparePretty(ours: Call, theirs: Json, pretty: NonNullable<Dialect['pretty']>, tally: Tally, where: string) {
  for (const [i, { name, value, words }] of pretty.ofArguments(theirs).entries()) {
    const mine = ours.arguments[i]?.pretty_value;
    if (mine === undefined && words === undefined) continue;
    const reason = mine === words ? undefined : pretty.excuse(mine, words, name, value, ours);
    const wrong = () => `${where} ${name} ${show(value)}: ${mine} not ${words}`;
    tally.check('pretty values', mine === words, wrong, reason);
  }
  const words = pretty.ofReturned(theirs);
  if (ours.pretty_return === undefined && words === undefined) return;
  const isEqual = ours.pretty_return === words;
  const reason = isEqual ? undefined : pretty.excuse(ours.pretty_return, words, 'return', ours.return, ours);
  tally.check('pretty returns', isEqual, () => `${where} ${ours.return}: ${ours.pretty_return} not ${words}`, reason);
}

function compareSummary(ours: Behavior, theirs: Json, dialect: Dialect, tally: Tally): void {
  for (const list of dialect.lists) {
    const mine = ((ours.summary as unknown as Json)[list] as Value[] | undefined) ?? [];
    const other = (theirs[list] as unknown[] | undefined) ?? [];
    const myTexts = new Set(mine.flatMap((value) => dialect.print(value).map(canonical)));
    const otherTexts = new Set(other.map(canonical));
    for (const value of new Set(other)) {
      const found = myTexts.has(canonical(value));
      const reason = found ? undefined : dialect.excuseSummary?.(list, value, 'theirs', mine);
      tally.check('summary', found, () => `${list} lacks ${canonical(value)}`, reason);
    }
    for (const value of mine) {
      if (dialect.print(value).some((text) => otherTexts.has(canonical(text)))) continue;
      const reason = dialect.excuseSummary?.(list, value, 'ours', other);
      tally.check('summary', false, () => `${list} has ${canonical(value)} too`, reason);
    }
  }
}

/** JSON text with the keys of objects in order. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, v) => {
      if (typeof v === 'bigint') return v.toString();
      if (v === null || typeof v !== 'object' || Array.isArray(v)) return v;
      return Object.fromEntries(Object.entries(v as Json).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'undefined'
  );
}

/** A tree as nested text; without order where the original's times are wrong. */
export function treeText(nodes: readonly (ProcessNode | Json)[], keep = (_: number) => true, sorted = false): string {
  const texts = nodes.flatMap((node) => {
    const { pid, children } = node as { pid: number; children?: Json[] };
    const below = treeText(children ?? [], keep, sorted);
    return keep(pid) ? [`${pid}(${below})`] : below === '' ? [] : [below];
  });
  return (sorted ? texts.sort() : texts).join(' ');
}

function pidsOf(nodes: readonly (ProcessNode | Json)[]): number[] {
  return nodes.flatMap((node) => [
    (node as { pid: number }).pid,
    ...pidsOf(((node as Json)['children'] as Json[] | undefined) ?? []),
  ]);
}

/** Compares trees. Ours may have more processes: those without calls, and those no logged call started. */
export function compareTree(ours: Behavior, theirs: readonly Json[], tally: Tally, sorted: boolean): void {
  const known = new Set(pidsOf(theirs));
  const [mine, other] = [
    treeText(ours.processtree, (pid) => known.has(pid), sorted),
    treeText(theirs, () => true, sorted),
  ];
  tally.check('tree', mine === other, () => `${mine} not ${other}`);
  const roots = new Set(ours.processtree.map(({ pid }) => pid));
  for (const process of ours.processes) {
    const pid = process.process_id;
    if (known.has(pid)) continue;
    const reason =
      process.calls.length === 0
        ? 'the original leaves out processes without calls'
        : roots.has(pid)
          ? 'the original up to 0.6 leaves out processes that no logged call started'
          : undefined;
    tally.check('tree', false, () => `${pid} is not in the original's tree`, reason);
  }
}

/** How Cuckoo up to 1.x and CAPE print text: what is not printable ASCII as its code in hexadecimal. */
export function printable(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const isPlain = (code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13;
    out += isPlain ? char : `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return out;
}
