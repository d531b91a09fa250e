import { importReport } from '../analysis/import-report.ts';
import { openAnalysis } from '../analysis/open.ts';
import { listProcesses } from '../behavior/behavior.ts';
import type { Problem } from '../errors/problem.ts';
import { IndexCache } from '../formats/call-log/index-cache.ts';
import { openCallLogs } from '../formats/call-log/open.ts';
import type { Process } from '../plugin/container.ts';

/** The processes of an analysis and their calls, and nothing else of it. */
export interface RecordedCalls {
  processes: readonly Process[];
  problems: Problem[];
  /** Calls must not be read after this. */
  close(): void;
}

/**
 * Opens the calls of an analysis as fast as that can be: a log that was read before, and has not changed, is not
 * read again but for the calls that are asked for. Throws OvoscopeError where the input is no analysis.
 */
export async function openRecordedCalls(
  path: string,
  signal?: AbortSignal,
  cache = new IndexCache(),
): Promise<RecordedCalls> {
  const analysis = await openAnalysis(path, { signal });
  try {
    if (analysis.kind === 'report') {
      const [file] = analysis.list('');
      const imported = await importReport(analysis.open(file!.path), signal ? { signal } : {});
      const close = () => {
        imported.close();
        analysis.close();
      };
      return { processes: imported.results.behavior?.processes ?? [], problems: imported.problems, close };
    }
    const problems: Problem[] = [];
    const logs = openCallLogs(analysis, { problem: (problem) => problems.push(problem) });
    for (const log of logs) {
      if (analysis.keepsIndexes) cache.provide(log, signal);
      else log.scan(undefined, signal);
      problems.push(...log.problems);
    }
    return { processes: listProcesses(logs), problems, close: () => analysis.close() };
  } catch (error) {
    analysis.close();
    throw error;
  }
}
