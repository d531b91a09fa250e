import type { Outcome } from '../engine/supervise.ts';
import type { Problem } from '../errors/problem.ts';

/** Every exit code, with what it says. `docs/reference/exit-codes.md` has the same table. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  inputMissing: 10,
  inputUnknown: 11,
  inputUnreadable: 12,
  inputLimit: 13,
  inputGivenUp: 14,
  inputsMixed: 19,
  moduleNotLoaded: 20,
  moduleFailed: 21,
  reportNotWritten: 22,
  testFailed: 23,
  finding: 30,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const INPUT_CODES: { [code: string]: ExitCode } = {
  ANALYSIS_NOT_FOUND: EXIT.inputMissing,
  ANALYSIS_NOT_RECOGNISED: EXIT.inputUnknown,
  ANALYSIS_SEVERAL: EXIT.inputUnknown,
  ANALYSIS_FILE_KIND: EXIT.inputUnknown,
  ANALYSIS_ARCHIVE_KIND: EXIT.inputUnknown,
  REPORT_UNKNOWN: EXIT.inputUnknown,
  ARCHIVE_EMPTY: EXIT.inputUnknown,
  ANALYSIS_LIMIT: EXIT.inputLimit,
  ARCHIVE_LIMIT: EXIT.inputLimit,
  RUN_HUNG: EXIT.inputGivenUp,
  RUN_CRASHED: EXIT.inputGivenUp,
  REPORTING_FOLDER: EXIT.reportNotWritten,
  CLI_NOT_WRITTEN: EXIT.reportNotWritten,
  BUG: EXIT.bug,
};

/** The exit code for an analysis that could not be done at all. */
export function inputExit(problem: Problem): ExitCode {
  return INPUT_CODES[problem.code] ?? EXIT.inputUnreadable;
}

/** Problems of modules that leave one out; others are remarks. */
const REMARKS: ReadonlySet<string> = new Set(['PLUGIN_NAME_DIFFERS', 'PLUGIN_VERSION']);

export interface RunFacts {
  outcomes: readonly Outcome[];
  pluginProblems: readonly Problem[];
  failOn: number | undefined;
}

/**
 * The exit code of a run: cancelled, then a finding above the threshold, then inputs that failed, then modules that
 * did. A finding stands whatever else went wrong.
 */
export function runExit({ outcomes, pluginProblems, failOn }: RunFacts): ExitCode {
  if (outcomes.some(({ state }) => state === 'cancelled')) return EXIT.cancelled;
  if (failOn !== undefined && outcomes.some((outcome) => scoreOf(outcome) >= failOn)) return EXIT.finding;
  const failed = outcomes.flatMap((outcome) => (outcome.state === 'failed' ? [inputExit(outcome.problem)] : []));
  if (failed.includes(EXIT.bug)) return EXIT.bug;
  if (failed.length > 0) return failed.every((code) => code === failed[0]) ? failed[0]! : EXIT.inputsMixed;
  if (pluginProblems.some(({ code }) => !REMARKS.has(code))) return EXIT.moduleNotLoaded;
  if (outcomes.some(hasFailedModule)) return EXIT.moduleFailed;
  return outcomes.some(hasLostReport) ? EXIT.reportNotWritten : EXIT.done;
}

function scoreOf(outcome: Outcome): number {
  return outcome.state === 'done' ? (outcome.summary.verdict?.score ?? 0) : -1;
}

function hasFailedModule(outcome: Outcome): boolean {
  if (outcome.state !== 'done') return false;
  const { processing = [], signatures = [] } = outcome.summary.statistics ?? {};
  return [...processing, ...signatures].some(({ state, reason }) => state !== 'done' && reason === undefined);
}

function hasLostReport(outcome: Outcome): boolean {
  return (
    outcome.state === 'done' && outcome.summary.problems.some(({ code }) => /^(?:REPORTING|DESTINATION)_/.test(code))
  );
}
