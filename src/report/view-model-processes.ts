import type { Process, ProcessNode, Results } from '../plugin/container.ts';
import { hasRoom, type ViewLimits } from './limits.ts';
import { asInteger, asList, count, isRecord, offsetText, plural, show, showName, timeOf } from './view-model-text.ts';
import type { Badge, ProcessView, TimeSpan, TreeRow, TreeView } from './view-model-types.ts';

const HUES = 8;
/** Processes with one pid that are told apart. */
const SAME_PID = 64;

/** Finds processes of a container by pid, and what they weigh. Built once per report. */
export interface ProcessIndex {
  list: readonly Process[];
  /** Position of the first process with this pid; of those with a name too, where one fits. */
  byPid(pid: unknown, name?: unknown): number | undefined;
  /** First time of any process, in milliseconds; what offsets count from. */
  start: number | undefined;
}

/** Positions count, so what is no process keeps its place. */
function processList(results: Results): readonly Process[] {
  return asList(results.behavior?.processes).map((process) => (isRecord(process) ? process : {}) as unknown as Process);
}

export function processIndex(results: Results): ProcessIndex {
  const list = processList(results);
  const positions = new Map<number, number[]>();
  let start: number | undefined;
  for (const [position, process] of list.entries()) {
    const pid = asInteger(process?.process_id);
    if (pid !== undefined) addTo(positions, pid, position);
    const time = timeOf(process?.first_seen);
    if (time !== undefined && (start === undefined || time < start)) start = time;
  }
  return {
    list,
    start,
    byPid(pid, name) {
      const candidates = positions.get(asInteger(pid) ?? -1) ?? [];
      return candidates.slice(0, SAME_PID).find((position) => list[position]!.process_name === name) ?? candidates[0];
    },
  };
}

function addTo(positions: Map<number, number[]>, pid: number, position: number): void {
  const known = positions.get(pid);
  if (known) known.push(position);
  else positions.set(pid, [position]);
}

/** What is known of a process beside its record. */
export interface ProcessWeight {
  findings: number;
  points: number;
  injected: boolean;
}

export function processViews(
  index: ProcessIndex,
  weights: Map<number, ProcessWeight>,
  limits: ViewLimits,
): ProcessView[] {
  const most = Math.max(0, ...[...weights.values()].map((weight) => weight.points));
  return index.list.slice(0, limits.processes).map((process, position) => {
    const weight = weights.get(position);
    const time = timeOf(process.first_seen);
    return {
      index: position,
      pid: process.process_id,
      parent: process.parent_id,
      name: showName(process.process_name || `pid ${process.process_id}`, limits),
      path: process.process_path ? show(process.process_path, limits) : undefined,
      command: process.command_line ? show(process.command_line, limits, 'text') : undefined,
      offset: time === undefined ? '' : offsetText(time - index.start!),
      started: showName(process.first_seen ?? '', limits).text,
      calls: process.calls?.length ?? 0,
      findings: weight?.findings ?? 0,
      points: weight?.points ?? 0,
      heat: weight && most > 0 ? Math.ceil((weight.points / most) * 4) : 0,
      hue: position % HUES,
    };
  });
}

interface Visit {
  node: ProcessNode;
  depth: number;
  position: number;
  siblings: number;
}

/** The tree as rows, depth first, without recursion: its depth is the sample's choice. */
export function treeView(
  results: Results,
  views: readonly ProcessView[],
  weights: Map<number, ProcessWeight>,
  spans: readonly (TimeSpan | undefined)[],
  limits: ViewLimits,
): TreeView {
  const roots = asList(results.behavior?.processtree) as ProcessNode[];
  const finder = positionFinder(results);
  const pending: Visit[] = [];
  const push = (nodes: readonly ProcessNode[], depth: number) => {
    for (let i = nodes.length - 1; i >= 0; i--) {
      if (isRecord(nodes[i])) pending.push({ node: nodes[i]!, depth, position: i + 1, siblings: nodes.length });
    }
  };
  const rows: TreeRow[] = [];
  let total = 0;
  push(roots, 0);
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    total += 1;
    const children = asList(visit.node.children) as ProcessNode[];
    if (hasRoom(rows.length, limits.tree, limits)) {
      const process = finder(visit.node);
      const view = process === undefined ? undefined : views[process];
      rows.push(treeRow(visit, children.length > 0, view, weights.get(process ?? -1), spans[process ?? -1], limits));
    }
    push(children, visit.depth + 1);
  }
  return { rows: { items: rows, total }, empty: total > 0 ? undefined : 'No process was recorded.' };
}

function treeRow(
  { node, depth, position, siblings }: Visit,
  hasChildren: boolean,
  view: ProcessView | undefined,
  weight: ProcessWeight | undefined,
  span: TimeSpan | undefined,
  limits: ViewLimits,
): TreeRow {
  const pid = asInteger(node.pid) ?? 0;
  return {
    id: view ? `p${view.index}` : `n${pid}-${depth}-${position}`,
    process: view?.index,
    depth,
    position,
    siblings,
    hasChildren,
    pid,
    name: showName(node.name || `pid ${pid}`, limits),
    command: commandOf(node, view, limits),
    hue: view?.hue ?? 0,
    heat: view?.heat ?? 0,
    badges: badges(node, view, weight),
    span,
  };
}

function commandOf(node: ProcessNode, view: ProcessView | undefined, limits: ViewLimits) {
  if (node.command_line) return show(node.command_line, { ...limits, text: 120 }, 'text');
  return view?.command ?? view?.path;
}

function badges(node: ProcessNode, view: ProcessView | undefined, weight: ProcessWeight | undefined): Badge[] {
  const list: Badge[] = [];
  if (view && view.findings > 0) {
    list.push({
      kind: 'findings',
      text: count(view.findings),
      title: `${plural(view.findings, 'finding')} with evidence in this process`,
    });
  }
  if (weight?.injected) list.push({ kind: 'injected', text: 'inject', title: 'A finding says that code was injected' });
  if (view && view.calls > 0)
    list.push({ kind: 'calls', text: shortCount(view.calls), title: plural(view.calls, 'call') });
  if (!view) list.push({ kind: 'nolog', text: 'no log', title: 'Its calls were not recorded' });
  if (node.track === false)
    list.push({ kind: 'untracked', text: 'not followed', title: 'The analyser chose not to follow it' });
  return list;
}

/** `987`, `12 k`, `1.2 M`. */
export function shortCount(value: number): string {
  if (value < 1_000) return String(value);
  if (value < 999_500) return `${value < 9_950 ? (value / 1_000).toFixed(1) : Math.round(value / 1_000)} k`;
  return `${(value / 1_000_000).toFixed(1)} M`;
}

/** Nodes carry only a pid: each takes the first process with it, and the same first_seen if it has one, not yet taken. */
function positionFinder(results: Results): (node: ProcessNode) => number | undefined {
  const free = new Map<number, number[]>();
  const list = processList(results);
  for (const [position, process] of list.entries()) {
    const pid = asInteger(process?.process_id);
    if (pid === undefined) continue;
    addTo(free, pid, position);
  }
  return (node) => {
    const positions = free.get(asInteger(node.pid) ?? -1);
    if (!positions?.length) return undefined;
    const exact = positions.slice(0, SAME_PID).findIndex((position) => list[position]!.first_seen === node.first_seen);
    return positions.splice(Math.max(0, exact), 1)[0];
  };
}
