import type { Problem } from '../errors/problem.ts';
import type { Results, Timing } from '../plugin/container.ts';
import type { ViewLimits } from './limits.ts';
import { sectionsOf } from './view-model-data.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { originalTable } from './view-model-tables.ts';
import { asList, asText, capped, isRecord, show, showName, valueText } from './view-model-text.ts';
import type { Capped, Fact, HealthView, OriginalView, ProblemView, Shown, TimingView } from './view-model-types.ts';

/** Keys that a reader expects; the absence of one is said, with the reason if a problem gives it. */
const EXPECTED: readonly (keyof Results)[] = [
  'info',
  'target',
  'behavior',
  'signatures',
  'verdict',
  'network',
  'static',
  'dropped',
  'screenshots',
  'debug',
];

export function healthView(results: Results, index: ProcessIndex, limits: ViewLimits): HealthView {
  const problems = problemList(results);
  const signatures = asList(results.statistics?.signatures).filter(isRecord) as unknown as Timing[];
  return {
    problems: capped(problems, limits.problems, limits, (problem) => problemView(problem, limits)),
    timings: timings(results, limits),
    signatures: {
      total: signatures.length,
      failed: signatures.filter((timing) => timing.state === 'failed').length,
      skipped: signatures.filter((timing) => timing.state === 'skipped').length,
      ms: Math.round(signatures.reduce((sum, timing) => sum + (timing.ms || 0), 0)),
    },
    facts: analysisFacts(results, limits),
    original: originalView(results, index, limits),
    missing: missingKeys(results, problems, limits),
    logs: logViews(results, limits),
  };
}

/** Without these there is no answer, whatever else is there. */
const VITAL: readonly (keyof Results)[] = ['behavior', 'signatures', 'verdict'];

/** Problems, failed modules and signatures, and answers that are missing altogether, as one number. */
export function warningCount(results: Results): number {
  const stages = results.statistics;
  const failed = [...asList(stages?.processing), ...asList(stages?.signatures), ...asList(stages?.reporting)].filter(
    (timing) => isRecord(timing) && timing.state === 'failed',
  );
  const missing = VITAL.filter((key) => results[key] === undefined);
  return Math.max(problemList(results).length, failed.length) + missing.length;
}

function problemList(results: Results): Problem[] {
  return asList(results.problems).filter(isRecord) as unknown as Problem[];
}

function problemView(problem: Problem, limits: ViewLimits): ProblemView {
  const place = isRecord(problem.where) ? Object.entries(problem.where) : [];
  return {
    code: showName(problem.code, limits).text,
    message: show(problem.message, limits, 'text'),
    hint: problem.hint ? show(problem.hint, limits, 'text') : undefined,
    where:
      place.length > 0
        ? show(place.map(([name, value]) => `${name} ${valueText(value)}`).join(' · '), limits)
        : undefined,
  };
}

function originalView(results: Results, index: ProcessIndex, limits: ViewLimits): OriginalView | undefined {
  const original = (results as { original?: unknown }).original;
  if (!isRecord(original)) return undefined;
  const facts: Fact[] = [];
  const rest: { [name: string]: unknown } = Object.create(null);
  for (const [name, value] of Object.entries(original)) {
    if (name === 'signatures') continue;
    const isFact = typeof value === 'number' || (typeof value === 'string' && value.length <= 160);
    if (isFact) facts.push({ label: showName(name, limits).text, value: show(value, limits, 'text') });
    else rest[name] = value;
  }
  return {
    facts,
    signatures: originalTable(asList(original.signatures), index, limits),
    sections: sectionsOf(rest, limits),
  };
}

const STATES = { failed: 0, skipped: 1, done: 2 };

function timings(results: Results, limits: ViewLimits): Capped<TimingView> {
  const statistics = results.statistics;
  const stage = (name: string, list: unknown, keep: (timing: Timing) => boolean) =>
    (asList(list).filter(isRecord) as unknown as Timing[]).filter(keep).map(
      (timing): TimingView => ({
        name: showName(timing.name, limits),
        stage: name,
        state: stateOf(timing),
        ms: timing.ms || 0,
      }),
    );
  const all = [
    ...stage('processing', statistics?.processing, () => true),
    ...stage('signature', statistics?.signatures, (timing) => timing.state !== 'done' || timing.ms >= 1),
    ...stage('reporting', statistics?.reporting, () => true),
  ];
  all.sort((a, b) => STATES[a.state] - STATES[b.state] || b.ms - a.ms);
  return { items: all.slice(0, limits.problems), total: all.length };
}

function stateOf(timing: Timing): TimingView['state'] {
  return Object.hasOwn(STATES, timing.state) ? timing.state : 'failed';
}

function missingKeys(
  results: Results,
  problems: readonly Problem[],
  limits: ViewLimits,
): { key: string; why: string }[] {
  const ran = new Map(
    (asList(results.statistics?.processing).filter(isRecord) as unknown as Timing[]).map((timing) => [
      timing.name,
      timing.state,
    ]),
  );
  return EXPECTED.filter((key) => results[key] === undefined).map((key) => {
    const problem = problems.find((candidate) => candidate.where?.module === key);
    const state = ran.get(key);
    const why =
      problem?.message ??
      (state === undefined
        ? 'no module computed it'
        : state === 'done'
          ? 'the analysis holds none'
          : `its module ${state}`);
    return { key, why: show(why, { ...limits, textMax: 200 }, 'text').text };
  });
}

/** What the sandbox says about the run. */
function analysisFacts(results: Results, limits: ViewLimits): Fact[] {
  const facts: Fact[] = [];
  const add = (label: string, value: unknown) => {
    if (value !== undefined && value !== null && value !== '')
      facts.push({ label, value: show(value, limits, 'text') });
  };
  const { ovoscope, machine, ...info } = (results.info ?? {}) as { [name: string]: unknown };
  add('read by', isRecord(ovoscope) ? `Ovoscope ${valueText(ovoscope.version)}` : undefined);
  for (const [name, value] of Object.entries(info).slice(0, 40)) add(name.slice(0, 60), value);
  if (isRecord(machine)) {
    for (const [name, value] of Object.entries(machine).slice(0, 20)) add(`machine ${name.slice(0, 60)}`, value);
  } else add('machine', machine);
  return facts.map((fact) => ({ ...fact, label: showName(fact.label, limits).text }));
}

function logViews(results: Results, limits: ViewLimits): HealthView['logs'] {
  const debug = results.debug;
  if (!isRecord(debug)) return [];
  const logs: [string, string, Capped<Shown>][] = [
    ['errors', 'Errors of the analyser', lines(debug.errors, limits)],
    ['analyser', 'Log of the analyser', lines(asText(debug.log)?.split('\n'), limits)],
    ['sandbox', 'Log of the sandbox', lines(debug.cuckoo, limits)],
    ['action', 'Actions', lines(debug.action, limits)],
  ];
  return logs.filter(([, , log]) => log.total > 0).map(([id, label, log]) => ({ id: `log-${id}`, label, lines: log }));
}

function lines(list: unknown, limits: ViewLimits): Capped<Shown> {
  const kept = asList(list)
    .map((line) => valueText(line).trimEnd())
    .filter((line) => line !== '');
  return capped(kept, limits.logLines, limits, (line) => show(line, limits, 'text'));
}
