import type { LogCallList } from '../formats/call-log/list.ts';
import type { Call, CallList, Process, Results } from '../plugin/container.ts';
import { type WatchFilter, watchFilter } from '../plugin/watch.ts';
import { ArgumentPatterns } from '../query/argument-patterns.ts';
import type { DispatchOptions, Watcher } from './watcher.ts';

interface Reader {
  watcher: Watcher;
  filter: WatchFilter;
  /** Place in the order of the watchers. */
  order: number;
  done: boolean;
}

/** Who wants the calls of an API. */
interface Audience {
  /** Those that want every one. */
  all: readonly Reader[];
  /** Those that ask for arguments too, by their place in the order. */
  choosy: ReadonlyMap<number, Reader>;
  /** The arguments that these ask for. */
  names: readonly string[];
}

/**
 * Shows each call to the watchers that want it, in one pass over each log: processes in their order, calls in
 * theirs, watchers in theirs. Parts of a log that hold no wanted API are not read.
 */
export function dispatchCalls(results: Results, watchers: readonly Watcher[], options: DispatchOptions = {}): void {
  const readers = watchers.map(
    (watcher, order): Reader => ({ watcher, filter: watchFilter(watcher.watch), order, done: false }),
  );
  const processes = results.behavior?.processes ?? [];
  const patterns = new ArgumentPatterns(
    watchers.map(({ watch }) => watch),
    (owner, matches) => watchers[owner]!.guard?.(matches) ?? matches,
  );
  const wants = readersByApi(readers);
  for (const [done, process] of processes.entries()) {
    const tick = () => options.onProgress?.(done, processes.length);
    tick();
    const interested = readers.filter((r) => !r.done && r.filter.matchesProcess(process.process_name));
    if (interested.length === 0) continue;
    const isInterested = new Uint8Array(readers.length);
    for (const { order } of interested) isInterested[order] = 1;
    const select = (api: string, category: string): Audience | undefined => {
      const list = wants(api, category).filter(({ order }) => isInterested[order] === 1);
      return list.length === 0 ? undefined : audienceOf(list, patterns);
    };
    const show = (call: Call, reader: Reader) => {
      if (!reader.done) reader.done = reader.watcher.onCall(call, process);
    };
    eachWanted(process, select, tick, (call, { all, choosy, names }) => {
      if (options.signal?.aborted) return false;
      const matched = names.length === 0 ? [] : patterns.match(call, process, names);
      let next = 0;
      for (const reader of all) {
        for (; next < matched.length && matched[next]! < reader.order; next++) {
          const other = choosy.get(matched[next]!);
          if (other) show(call, other);
        }
        show(call, reader);
      }
      for (; next < matched.length; next++) {
        const other = choosy.get(matched[next]!);
        if (other) show(call, other);
      }
      return undefined;
    });
    if (options.signal?.aborted) return;
  }
}

function audienceOf(readers: readonly Reader[], patterns: ArgumentPatterns): Audience {
  const all = readers.filter(({ watcher }) => !asksForArguments(watcher));
  const choosy = new Map(readers.filter(({ watcher }) => asksForArguments(watcher)).map((each) => [each.order, each]));
  const names = patterns.namesOf(readers.map(({ watcher }) => watcher.watch));
  return { all, choosy, names };
}

const asksForArguments = ({ watch }: Watcher): boolean => Object.keys(watch.arguments ?? {}).length > 0;

/** Who wants calls of an API, whatever the process; worked out once for each API and category. */
function readersByApi(readers: readonly Reader[]): (api: string, category: string) => readonly Reader[] {
  const named = new Map<string, Reader[]>();
  const open: Reader[] = [];
  for (const reader of readers) {
    if (reader.filter.apis === undefined) open.push(reader);
    for (const api of reader.filter.apis ?? []) {
      const list = named.get(api);
      if (list) list.push(reader);
      else named.set(api, [reader]);
    }
  }
  const known = new Map<string, readonly Reader[]>();
  return (api, category) => {
    const key = `${api}\0${category}`;
    let list = known.get(key);
    if (list === undefined) {
      const candidates = [...(named.get(api) ?? []), ...open].sort((a, b) => a.order - b.order);
      list = candidates.filter(({ filter }) => filter.matchesCall(api, category));
      known.set(key, list);
    }
    return list;
  };
}

/** Call lists that read only what is wanted, as those of logs do. */
function canScan(calls: CallList): calls is CallList & Pick<LogCallList, 'scan'> {
  return 'scan' in calls && typeof calls.scan === 'function';
}

function eachWanted(
  process: Process,
  select: (api: string, category: string) => Audience | undefined,
  tick: () => void,
  visit: (call: Call, audience: Audience) => boolean | undefined,
): void {
  const { calls } = process;
  if (canScan(calls)) {
    calls.scan(select, visit, tick);
    return;
  }
  const known = new Map<string, Audience | undefined>();
  for (const call of calls) {
    const key = `${call.api}\0${call.category}`;
    if (!known.has(key)) known.set(key, select(call.api, call.category));
    const audience = known.get(key);
    if (audience !== undefined && visit(call, audience) === false) return;
  }
}
