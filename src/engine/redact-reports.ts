import type { Problem } from '../errors/problem.ts';
import { redactProblems } from '../errors/redact.ts';
import type { Results } from '../plugin/container.ts';
import { type Redaction, redactResults } from '../report/redact/redact.ts';
import { deepFreeze } from './freeze.ts';

export interface ReportView {
  /** A copy of the container for reports. */
  results: Results;
  /** Says what was replaced; already among the problems of `results`. */
  notice: Problem;
  problems(list: readonly Problem[]): Problem[];
}

/** The container with pseudonyms, and with a problem that says so; every report is made of it. */
export function redactForReports(results: Results, kinds: readonly Redaction[], signal?: AbortSignal): ReportView {
  const { results: copy, facts, text } = redactResults(results, kinds, signal);
  const counted: [Redaction, number, string, string][] = [
    ['user', facts.users, 'user name', 'user names'],
    ['host', facts.hosts, 'name of a computer', 'names of computers'],
    ['internal-ips', facts.internal_ips, 'internal address', 'internal addresses'],
  ];
  const parts = counted
    .filter(([kind]) => facts.kinds.includes(kind))
    .map(([, count, one, many]) => `${count} ${count === 1 ? one : many}`);
  const notice = redactProblems.redacted(parts);
  copy.redaction = facts;
  if (copy.problems) copy.problems.push(notice);
  // The engine still adds to the statistics.
  deepFreeze({ ...copy, statistics: undefined });
  return {
    results: copy,
    notice,
    problems: (list) => list.map((problem) => redactedProblem(problem, text)),
  };
}

function redactedProblem({ code, message, hint, where }: Problem, text: (text: string) => string): Problem {
  const places = Object.entries(where).map(([key, value]) => [key, typeof value === 'string' ? text(value) : value]);
  return { code, message: text(message), ...(hint === undefined ? {} : { hint }), where: Object.fromEntries(places) };
}
