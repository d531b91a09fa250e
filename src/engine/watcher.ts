import type { Call, Process, Results } from '../plugin/container.ts';
import type { Watch } from '../plugin/signature.ts';
import { watchFilter } from '../plugin/watch.ts';
import type { Matches } from '../query/argument-patterns.ts';
import { argumentFilter } from '../query/watched.ts';

/** Who wants to be shown calls in the pass over the log. Never throws. */
export interface Watcher {
  name: string;
  watch: Watch;
  /** Returns true to be shown no more calls. */
  onCall(call: Call, process: Process): boolean;
  /** Takes what its own patterns cost or break upon itself. */
  guard?(matches: Matches): Matches;
}

export interface DispatchOptions {
  /** Ends the pass early, without an error. */
  signal?: AbortSignal;
  /** Called now and then, with how many processes are done. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Shows each call to the watchers that want it: processes in their order, calls in theirs, watchers in theirs. The
 * simplest thing that is right; what the faster pass has to agree with.
 */
export function dispatchPlainly(results: Results, watchers: readonly Watcher[], options: DispatchOptions = {}): void {
  const processes = results.behavior?.processes ?? [];
  const filters = new Map(
    watchers.map((watcher) => [watcher, { ...watchFilter(watcher.watch), holds: argumentFilter(watcher.watch) }]),
  );
  for (const [done, process] of processes.entries()) {
    options.onProgress?.(done, processes.length);
    const interested = [...filters].filter(([, filter]) => filter.matchesProcess(process.process_name));
    if (interested.length === 0) continue;
    for (const call of process.calls) {
      if (options.signal?.aborted) return;
      for (const [watcher, filter] of interested) {
        if (!filters.has(watcher) || !filter.matchesCall(call.api, call.category) || !filter.holds(call, process))
          continue;
        if (watcher.onCall(call, process)) filters.delete(watcher);
      }
    }
  }
}
