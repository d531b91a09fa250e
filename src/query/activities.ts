import type { Results } from '../plugin/container.ts';
import { activityOf } from './activity/activity.ts';
import type { FileLife } from './activity/files.ts';
import type { InjectionEdge } from './activity/injections.ts';
import type { MemoryRegion } from './activity/memory.ts';
import type { ServiceLife } from './activity/services.ts';
import type { TaskLife } from './activity/tasks.ts';

export type { FileLife } from './activity/files.ts';
export type { InjectionEdge, InjectionMethod } from './activity/injections.ts';
export type { MemoryRegion } from './activity/memory.ts';
export type { ServiceLife } from './activity/services.ts';
export type { TaskLife } from './activity/tasks.ts';

/**
 * What calls say together. All five come from one pass over the log, which is made when the first of them is asked for
 * and serves all signatures; of each, the first ten thousand are kept, with twenty calls for each.
 */

/** Memory that was allocated or mapped, of one process or of all. */
export function memoryRegions(results: Results, pid?: number): readonly MemoryRegion[] {
  const { regions } = activityOf(results).memory;
  return pid === undefined ? regions : regions.filter((region) => region.pid === pid);
}

/** Processes that reached into others. */
export const injections = (results: Results): readonly InjectionEdge[] => activityOf(results).injections.edges;

/** Files that were written or run, with who wrote, ran, loaded and deleted them. */
export const fileLives = (results: Results): readonly FileLife[] => activityOf(results).files.lives;

/** Files that were written first and run or loaded later. */
export const droppedAndRun = (results: Results): readonly FileLife[] =>
  fileLives(results).filter(({ writes, runs, loads }) => writes.length > 0 && runs.length + loads.length > 0);

/** Services that were created, changed, started, stopped or deleted. */
export const serviceLives = (results: Results): readonly ServiceLife[] => activityOf(results).services.lives;

/** Scheduled tasks that were made, changed, run or deleted, by command, file or registry. */
export const scheduledTasks = (results: Results): readonly TaskLife[] => activityOf(results).tasks.lives;
