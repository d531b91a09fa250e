import { type Behavior, Processing } from 'ovoscope';
import { readBehavior } from 'ovoscope/behavior';
import { IndexCache, openCallLogs } from 'ovoscope/formats';

export default class BehaviorAnalysis extends Processing<'behavior'> {
  readonly key = 'behavior' as const;
  /** `limits`: most bytes of a record, definitions, streams and calls of a log; `summary`: most values, characters. */
  override defaults = { limits: {}, summary: {} };

  run(): Behavior {
    const { task, signal, options } = this;
    const problem = this.problem.bind(this);
    const limits = numbersOf(options['limits']);
    const logs = openCallLogs(task, { problem, limits });
    const behavior = readBehavior(logs, { signal, problem, limits: numbersOf(options['summary']) });
    if (task.keepsIndexes) {
      const cache = new IndexCache();
      for (const log of logs) cache.remember(log);
    }
    return behavior;
  }
}

/** The numbers of a section of the configuration. */
function numbersOf(section: unknown): { [name: string]: number } {
  if (section === null || typeof section !== 'object') return {};
  const entries = Object.entries(section).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(entries);
}
