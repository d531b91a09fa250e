import { isGlob, matchesGlob } from '../util/glob.ts';
import { commonCategory } from './category.ts';
import type { Call, Process } from './container.ts';
import type { Watch } from './signature.ts';

/** A watch that has been read once, so that it can be asked often. */
export interface WatchFilter {
  /** Every API it can match, or undefined where that is not a closed list (none given, or a glob among them). */
  readonly apis: readonly string[] | undefined;
  /** Depends on the two names only, so that an answer can be kept for each pair. */
  matchesCall(api: string, category: string): boolean;
  matchesProcess(processName: string): boolean;
}

/** Reads a watch. An absent field matches everything, an empty list nothing. */
export function watchFilter(watch: Watch): WatchFilter {
  const names = new Set(watch.apis?.filter((api) => !isGlob(api)));
  const globs = watch.apis?.filter(isGlob) ?? [];
  const categories = watch.categories && new Set(watch.categories.map(commonCategory));
  const processes = watch.processes && new Set(watch.processes.map((name) => name.toLowerCase()));
  return {
    apis: watch.apis && globs.length === 0 ? [...names] : undefined,
    matchesCall: (api, category) =>
      (!watch.apis || names.has(api) || globs.some((glob) => matchesGlob(glob, api))) &&
      (!categories || categories.has(commonCategory(category))),
    matchesProcess: (processName) => !processes || processes.has(processName.toLowerCase()),
  };
}

/** Whether a signature with this watch is shown the call. */
export function matchesWatch(
  watch: Watch,
  call: Pick<Call, 'api' | 'category'>,
  process: Pick<Process, 'process_name'>,
): boolean {
  const filter = watchFilter(watch);
  return filter.matchesProcess(process.process_name) && filter.matchesCall(call.api, call.category);
}
