import type { Behavior, Results } from '../../plugin/container.ts';
import type { Collector } from './collector.ts';
import { FileCollector } from './files.ts';
import { InjectionCollector } from './injections.ts';
import { MemoryCollector } from './memory.ts';
import { ServiceCollector } from './services.ts';
import { TaskCollector } from './tasks.ts';

/** What one pass over the calls found. */
export interface Activity {
  memory: MemoryCollector;
  injections: InjectionCollector;
  files: FileCollector;
  services: ServiceCollector;
  tasks: TaskCollector;
}

const known = new WeakMap<Behavior, Activity>();

/** All there is, from one pass over the calls that have to do with it; made when it is first asked for. */
export function activityOf(results: Results): Activity {
  const { behavior } = results;
  const kept = behavior && known.get(behavior);
  if (kept) return kept;
  const memory = new MemoryCollector();
  const activity: Activity = {
    memory,
    injections: new InjectionCollector(),
    files: new FileCollector(),
    services: new ServiceCollector(),
    tasks: new TaskCollector(),
  };
  const byApi = new Map<string, Collector[]>();
  for (const collector of Object.values(activity) as Collector[]) {
    for (const api of collector.apis) byApi.set(api, [...(byApi.get(api) ?? []), collector]);
  }
  for (const process of behavior?.processes ?? []) {
    for (const call of process.calls.ofApi(...byApi.keys())) {
      for (const collector of byApi.get(call.api) ?? []) collector.take(call, process);
    }
  }
  activity.tasks.takeCommands(results);
  if (behavior && Object.isFrozen(behavior)) known.set(behavior, activity);
  return activity;
}
