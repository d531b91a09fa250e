import type { Results } from '../plugin/container.ts';
import { viewLimits } from './limits.ts';
import { artefactsView } from './view-model-artefacts.ts';
import { attackView } from './view-model-attack.ts';
import { moreView, staticView } from './view-model-data.ts';
import { eventsView } from './view-model-events.ts';
import { type Citation, findingsView } from './view-model-findings.ts';
import { healthView, warningCount } from './view-model-health.ts';
import { iocGroups } from './view-model-iocs.ts';
import { listsView } from './view-model-lists.ts';
import { networkView } from './view-model-network.ts';
import { type ProcessIndex, type ProcessWeight, processIndex, processViews, treeView } from './view-model-processes.ts';
import { type ReportImages, screenshotsView } from './view-model-screenshots.ts';
import { rulesView } from './view-model-tables.ts';
import { asList, isRecord, severityOf, valueText } from './view-model-text.ts';
import { callTimes, type Times, timelineView } from './view-model-timeline.ts';
import type { FindingsView, ReportView } from './view-model-types.ts';
import { stripView, whyView } from './view-model-verdict.ts';

export interface ModelOptions {
  /** Characters of markup that it may take, about. */
  room?: number;
  /** Pictures for it; without them only their names are told. */
  images?: ReportImages | undefined;
  /** What `times` of another model of the same container was: looking them up takes longest. */
  times?: ReportModel['times'];
}

export interface ReportModel {
  view: ReportView;
  /** Calls that findings cite; they go into the file before any other. */
  citations: Citation[];
  index: ProcessIndex;
  /** When the calls of each process were made. */
  times: readonly (Times | undefined)[];
}

/** Characters of markup that a report without calls takes, about. */
const ROOM = { full: 6_000_000, brief: 200_000 };
/** Parts of it: findings cannot crowd out the rest, and nothing can crowd out what went wrong. */
const SHARES = { findings: 0.4, health: 0.1, rest: 0.5 };

/**
 * Everything a report shows of a container but its calls, which stay a stream. Reads the container only; at most
 * a couple of thousand calls, those that findings cite by position, are looked up. What there is no `room` for is
 * left out, and the counts say so.
 */
export function reportModel(
  results: Results,
  size: ReportView['size'] = 'full',
  { room = ROOM[size], images, times: known }: ModelOptions = {},
): ReportModel {
  const limits = viewLimits(size, room * SHARES.rest);
  const index = processIndex(results);
  const { view: findings, citations } = findingsView(results, index, viewLimits(size, room * SHARES.findings));
  const weights = processWeights(results, findings);
  const processes = processViews(index, weights, limits);
  const times = known ?? callTimes(index, viewLimits('full', 0).processes);
  const { view: timeline, spans } = timelineView(index, times, processes, findings, limits);
  const strip = stripView(results, warningCount(results), limits);
  const total = index.list.reduce((sum, process) => sum + (process.calls?.length ?? 0), 0);
  return {
    index,
    citations,
    times,
    view: {
      size,
      title: `${strip.band.word}${strip.score ? ` ${strip.score}/10` : ''}: ${strip.name.text}`,
      strip,
      why: whyView(results, findings, limits),
      iocs: iocGroups(results, limits),
      processes,
      tree: treeView(results, processes, weights, spans, limits),
      timeline,
      attack: attackView(findings, limits),
      findings,
      files: listsView('files', results, index, limits),
      registry: listsView('registry', results, index, limits),
      system: listsView('system', results, index, limits),
      network: networkView(results, index, limits),
      rules: rulesView(results, index, limits),
      artefacts: artefactsView(results, index, limits),
      screenshots: screenshotsView(results, images, limits),
      events: eventsView(results, index, limits),
      calls: {
        total,
        processes: index.list.filter((process) => (process.calls?.length ?? 0) > 0).length,
        empty: total > 0 ? undefined : 'No call was recorded.',
      },
      static: staticView(results, limits),
      more: moreView(results, limits),
      health: healthView(results, index, viewLimits(size, room * SHARES.health)),
    },
  };
}

/** The part of `reportModel` that other reports lay out. */
export function reportView(results: Results, size: ReportView['size'] = 'full'): ReportView {
  return reportModel(results, size).view;
}

const INJECTION = /inject|hollow/i;

function processWeights(results: Results, findings: FindingsView): Map<number, ProcessWeight> {
  const points = new Map(
    asList(results.verdict?.ledger)
      .filter(isRecord)
      .map((row) => [valueText(row.signature), Number(row.points) || 0]),
  );
  const weights = new Map<number, ProcessWeight>();
  for (const finding of findings.findings.items) {
    // Without a ledger, a finding weighs what its severity says.
    const own = points.get(finding.name.text) ?? (results.verdict ? 0 : (SEVERITY_WEIGHT[finding.severity.key] ?? 0));
    for (const process of finding.processes) {
      const weight = weights.get(process) ?? { findings: 0, points: 0, injected: false };
      weight.findings += 1;
      weight.points += Math.max(0, own);
      weight.injected ||= INJECTION.test(finding.name.text);
      weights.set(process, weight);
    }
  }
  return weights;
}

const SEVERITY_WEIGHT = Object.fromEntries([0, 1, 2, 3, 4].map((level) => [severityOf(level).key, level])) as {
  [key: string]: number;
};
