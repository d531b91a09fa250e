import { callProblems } from '../../errors/calls.ts';
import { errorText, type Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { csvLog } from '../csv/format.ts';
import { monitorBson } from '../monitor-bson/format.ts';
import { netlog } from '../netlog/format.ts';
import { stapLog } from '../stap/format.ts';
import { CallLog } from './log.ts';
import type { CallLogFormat, CallLogLimits } from './types.ts';

const FORMATS: readonly [RegExp, CallLogFormat][] = [
  // CAPE renames a log whose loops it has compressed.
  [/\.bson(?:\.raw|\.compressed)?$/i, monitorBson],
  [/\.raw$/i, netlog],
  [/\.csv$/i, csvLog],
  [/\.stap$/i, stapLog],
];

/** What is needed of an analysis. */
export interface LogFiles {
  /** The logs, where the opener of the analysis knows which they are. */
  logs?(): { path: string; name: string }[];
  list(folder: string): { path: string; name: string }[];
  open(path: string): ByteSource;
}

export interface OpenLogsOptions {
  limits?: Partial<CallLogLimits>;
  problem?: (problem: Problem) => void;
}

/** The call logs of an analysis, not read yet, by process id and then by name. */
export function openCallLogs(files: LogFiles, options: OpenLogsOptions = {}): CallLog[] {
  const logs: CallLog[] = [];
  for (const { path, name } of (files.logs?.() ?? files.list('logs')).sort(byNumber)) {
    const format = FORMATS.find(([ending]) => ending.test(name))?.[1];
    if (format === undefined) continue;
    try {
      const pid = Number.parseInt(name, 10);
      const limits = options.limits;
      const source = files.open(path);
      if (source.size === 0) options.problem?.(callProblems.empty(path));
      logs.push(new CallLog(source, format, { ...(pid >= 0 && { pid }), ...(limits && { limits }) }));
    } catch (error) {
      options.problem?.(callProblems.unreadable(path, errorText(error)));
    }
  }
  return logs;
}

function byNumber(a: { name: string }, b: { name: string }): number {
  const x = Number.parseInt(a.name, 10);
  const y = Number.parseInt(b.name, 10);
  if (x !== y && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
