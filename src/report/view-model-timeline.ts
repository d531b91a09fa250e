import type { CallList } from '../plugin/container.ts';
import { timeReader } from './html-blocks.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { timeOf } from './view-model-text.ts';
import type {
  FindingsView,
  ProcessView,
  TimelineLane,
  TimelineMark,
  TimelineView,
  TimeSpan,
} from './view-model-types.ts';

/** Logs up to this length are counted call by call; of longer ones, so many times are looked up. */
const EXACT = 5_000;
const SAMPLES = 1_500;
/** Times that are looked up in all logs together; what is beyond has its span only. */
const MAX_SAMPLES = 400_000;
const MAX_MARKS = 400;

/** Times of calls in order, each standing for `weight` calls. */
export interface Times {
  at: number[];
  weight: number;
  isSampled: boolean;
}

export interface TimelineParts {
  view: TimelineView;
  /** For each process from its start to its last call; undefined where nothing says when it ran. */
  spans: (TimeSpan | undefined)[];
}

/** Looks up when the calls of each process were made. The work has a bound, whatever the length of the logs. */
export function callTimes(index: ProcessIndex, processes: number): (Times | undefined)[] {
  const budget = { left: MAX_SAMPLES };
  return index.list.slice(0, processes).map(({ calls }) => timesOf(calls, index.start ?? 0, budget));
}

/** When processes made their calls, as `times` has it by their positions. */
export function timelineView(
  index: ProcessIndex,
  times: readonly (Times | undefined)[],
  processes: readonly ProcessView[],
  findings: FindingsView,
  limits: ViewLimits,
): TimelineParts {
  const start = index.start ?? 0;
  const spans = processes.map(({ index: position }, i) =>
    spanOf(timeOf(index.list[position]!.first_seen), start, times[i]),
  );
  const known = spans.filter((span) => span !== undefined);
  const active = times.flatMap((list) => (list && list.at.length > 0 ? [list] : []));
  if (active.length === 0) return { view: emptyTimeline(), spans };
  const span: TimeSpan = [leastOf(known, 0), greatestOf(known, 1)];
  const bins = limits.bins;
  const lanes = lanesOf(processes, times, spans, span, limits);
  return {
    spans,
    view: {
      span,
      bins,
      lanes: { items: lanes, total: active.length },
      totals: sumOf(active.map((list) => binned(list, span, bins))),
      marks: marksOf(findings),
      isSampled: active.some((list) => list.isSampled),
      empty: undefined,
    },
  };
}

function emptyTimeline(): TimelineView {
  return {
    span: [0, 0],
    bins: 0,
    lanes: { items: [], total: 0 },
    totals: [],
    marks: [],
    isSampled: false,
    empty: 'No call with a time was recorded.',
  };
}

function timesOf(calls: CallList | undefined, start: number, budget: { left: number }): Times | undefined {
  if (!calls || !(calls.length > 0)) return undefined;
  const read = timeReader();
  const at: number[] = [];
  const add = (timestamp: unknown) => {
    const time = typeof timestamp === 'string' ? read(timestamp) : undefined;
    if (time !== undefined) at.push(time - start);
  };
  const isSampled = calls.length > EXACT;
  budget.left -= isSampled ? SAMPLES : calls.length;
  if (budget.left < 0) {
    add(calls.at(0)?.timestamp);
    add(calls.at(-1)?.timestamp);
  } else if (isSampled) {
    const step = (calls.length - 1) / (SAMPLES - 1);
    for (let i = 0; i < SAMPLES; i++) add(calls.at(Math.round(i * step))?.timestamp);
  } else for (const call of calls) add(call?.timestamp);
  return { at, weight: at.length > 0 ? calls.length / at.length : 0, isSampled: at.length < calls.length };
}

function spanOf(first: number | undefined, start: number, times: Times | undefined): TimeSpan | undefined {
  const at = times?.at ?? [];
  const seen = first === undefined ? [] : [first - start];
  if (at.length + seen.length === 0) return undefined;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const list of [seen, at]) {
    for (const time of list) {
      if (time < from) from = time;
      if (time > to) to = time;
    }
  }
  return [from, to];
}

function leastOf(spans: readonly TimeSpan[], end: 0 | 1): number {
  return spans.reduce((least, span) => Math.min(least, span[end]), Number.POSITIVE_INFINITY);
}

function greatestOf(spans: readonly TimeSpan[], end: 0 | 1): number {
  return spans.reduce((most, span) => Math.max(most, span[end]), Number.NEGATIVE_INFINITY);
}

/** Calls in each bin. Between two times that were looked up, calls are taken to be spread evenly. */
function binned({ at, weight, isSampled }: Times, [from, to]: TimeSpan, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = bins / Math.max(1, to - from);
  const binOf = (time: number) => Math.min(bins - 1, Math.max(0, Math.floor((time - from) * scale)));
  if (!isSampled) {
    for (const time of at) counts[binOf(time)]! += 1;
    return counts;
  }
  for (let i = 0; i + 1 < at.length; i++) {
    const first = binOf(Math.min(at[i]!, at[i + 1]!));
    const last = binOf(Math.max(at[i]!, at[i + 1]!));
    const share = weight / (last - first + 1);
    for (let bin = first; bin <= last; bin++) counts[bin]! += share;
  }
  if (at.length > 0) counts[binOf(at.at(-1)!)]! += weight;
  // The sum stays the number of calls; a bin in which something happened is never empty.
  return counts.map((count) => (count > 0 ? Math.max(1, Math.round(count)) : 0));
}

function lanesOf(
  processes: readonly ProcessView[],
  times: readonly (Times | undefined)[],
  spans: readonly (TimeSpan | undefined)[],
  span: TimeSpan,
  limits: ViewLimits,
): TimelineLane[] {
  const candidates = processes.filter((_, i) => (times[i]?.at.length ?? 0) > 0);
  const chosen = [...candidates]
    .sort((a, b) => b.points - a.points || b.findings - a.findings || b.calls - a.calls || a.index - b.index)
    .slice(0, limits.lanes)
    .sort((a, b) => spans[a.index]![0] - spans[b.index]![0] || a.index - b.index);
  return chosen.map(({ index, pid, name, hue, calls }) => ({
    process: index,
    pid,
    name,
    hue,
    calls,
    span: spans[index]!,
    counts: binned(times[index]!, span, limits.bins),
  }));
}

function sumOf(lists: readonly (readonly number[])[]): number[] {
  const sum = [...lists[0]!];
  for (const list of lists.slice(1)) for (const [bin, count] of list.entries()) sum[bin]! += count;
  return sum;
}

/** The evidence of findings whose time is known; the most severe findings come first in the view, so they win. */
function marksOf(findings: FindingsView): TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const { id, name, severity, evidence } of findings.findings.items) {
    const seen = new Set<number>();
    for (const { time, process } of evidence.items) {
      if (time === undefined || seen.has(time)) continue;
      if (marks.length >= MAX_MARKS) return marks;
      seen.add(time);
      marks.push({ time, finding: id, name, severity, process });
    }
  }
  return marks;
}
