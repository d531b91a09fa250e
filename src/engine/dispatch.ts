import { LogCallList } from '../formats/call-log/list.ts';
import type { Call, Process, Results } from '../plugin/container.ts';
import { type WatchFilter, watchFilter } from '../plugin/watch.ts';
import type { DispatchOptions, Watcher } from './watcher.ts';

interface Reader {
  watcher: Watcher;
  filter: WatchFilter;
  done: boolean;
}

/**
 * Shows each call to the watchers that want it, in one pass over each log: processes in their order, calls in
 * theirs, watchers in theirs. Parts of a log that hold no wanted API are not read.
 */
export function dispatchCalls(results: Results, watchers: readonly Watcher[], options: DispatchOptions = {}): void {
  const readers = watchers.map((watcher): Reader => ({ watcher, filter: watchFilter(watcher.watch), done: false }));
  const processes = results.behavior?.processes ?? [];
  const wants = readersByApi(readers);
  for (const [done, process] of processes.entries()) {
    const tick = () => options.onProgress?.(done, processes.length);
    tick();
    const interested = new Set(readers.filter((r) => !r.done && r.filter.matchesProcess(process.process_name)));
    if (interested.size === 0) continue;
    const select = (api: string, category: string): Reader[] | undefined => {
      const list = wants(api, category).filter((reader) => interested.has(reader));
      return list.length === 0 ? undefined : list;
    };
    eachWanted(process, select, tick, (call, list) => {
      if (options.signal?.aborted) return false;
      for (const reader of list) if (!reader.done) reader.done = reader.watcher.onCall(call, process);
      return undefined;
    });
    if (options.signal?.aborted) return;
  }
}

/** Who wants calls of an API, whatever the process; worked out once for each API and category. */
function readersByApi(readers: readonly Reader[]): (api: string, category: string) => Reader[] {
  const known = new Map<string, Reader[]>();
  return (api, category) => {
    const key = `${api}\0${category}`;
    const list = known.get(key) ?? readers.filter(({ filter }) => filter.matchesCall(api, category));
    known.set(key, list);
    return list;
  };
}

function eachWanted(
  process: Process,
  select: (api: string, category: string) => Reader[] | undefined,
  tick: () => void,
  visit: (call: Call, readers: Reader[]) => boolean | undefined,
): void {
  const { calls } = process;
  if (calls instanceof LogCallList) {
    calls.scan(select, visit, tick);
    return;
  }
  const known = new Map<string, Reader[] | undefined>();
  for (const call of calls) {
    const key = `${call.api}\0${call.category}`;
    if (!known.has(key)) known.set(key, select(call.api, call.category));
    const readers = known.get(key);
    if (readers !== undefined && visit(call, readers) === false) return;
  }
}
