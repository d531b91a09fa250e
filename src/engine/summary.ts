import type { Problem } from '../errors/problem.ts';
import type { ProcessNode, Results, Statistics, Verdict } from '../plugin/container.ts';
import type { ProcessResult } from './process.ts';
import type { WrittenOutput } from './run-reporting.ts';

/** The heads of a finished analysis: small, plain, and independent of its files. */
export interface Summary {
  path: string;
  kind: 'folder' | 'report';
  dialect: string;
  /** Keys of the container. */
  keys: string[];
  target: { category?: string; name?: string; size?: number; sha256?: string; type?: string };
  started: string | null;
  /** Seconds; -1 where unknown. */
  duration: number;
  processes: number;
  calls: number;
  /** The process tree, flattened, with the depth of each. */
  tree: { depth: number; pid: number; name: string; calls: number }[];
  /** Processes that `tree` leaves out. */
  treeCut: number;
  matches: { name: string; description: string; severity: number; confidence: number; evidence: number }[];
  verdict: Verdict | undefined;
  /** Cuckoo's score: the sum of severities ÷ 5. */
  score: number;
  /** What rule files say of each value. */
  rules: {
    type: string;
    value: string | null;
    total: number;
    threshold: number;
    blacklisted: boolean;
    matched: number;
    of: number;
  }[];
  signaturesRun: number;
  statistics: Statistics | undefined;
  problems: Problem[];
  out: string | undefined;
  outputs: WrittenOutput[];
}

const TREE_LIMIT = 500;
const RULES_LIMIT = 1000;

export function summarise(result: ProcessResult): Summary {
  const { results } = result;
  const tree = flatTree(results);
  const matches = results.signatures ?? [];
  return {
    path: result.path,
    kind: result.kind,
    dialect: result.dialect,
    keys: Object.keys(results),
    target: targetOf(results),
    started: results.info?.started ?? null,
    duration: results.info?.duration ?? -1,
    processes: results.behavior?.processes.length ?? 0,
    calls: results.behavior?.processes.reduce((sum, { calls }) => sum + calls.length, 0) ?? 0,
    tree: tree.slice(0, TREE_LIMIT),
    treeCut: Math.max(0, tree.length - TREE_LIMIT),
    matches: matches.map(({ name, description, severity, confidence, markcount, data }) => ({
      name,
      description,
      severity,
      confidence: confidence ?? 100,
      evidence: markcount ?? data.length,
    })),
    verdict: results.verdict,
    score: matches.reduce((sum, { severity }) => sum + severity, 0) / 5,
    rules: (results.rules ?? [])
      .slice(0, RULES_LIMIT)
      .map(({ type, value, total, threshold, blacklisted, objects }) => ({
        type,
        value,
        total,
        threshold,
        blacklisted,
        matched: objects.filter(({ state }) => state === 'matched').length,
        of: objects.length,
      })),
    signaturesRun: results.statistics?.signatures.length ?? 0,
    statistics: results.statistics,
    problems: result.problems,
    out: result.out,
    outputs: result.outputs,
  };
}

function targetOf({ target, file }: Results): Summary['target'] {
  const summary: Summary['target'] = {};
  const sample = target?.file ?? file ?? {};
  if (typeof target?.category === 'string') summary.category = target.category;
  const name = target?.url ?? sample.name;
  if (typeof name === 'string') summary.name = name;
  if (typeof sample.size === 'number') summary.size = sample.size;
  if (typeof sample.sha256 === 'string') summary.sha256 = sample.sha256;
  if (typeof sample.type === 'string') summary.type = sample.type;
  return summary;
}

function flatTree({ behavior }: Results): Summary['tree'] {
  if (behavior === undefined) return [];
  const calls = new Map<number, number>();
  for (const process of behavior.processes) {
    calls.set(process.process_id, (calls.get(process.process_id) ?? 0) + process.calls.length);
  }
  const rows: Summary['tree'] = [];
  // A hostile tree can be as deep as it is large: no recursion.
  const open: { node: ProcessNode; depth: number }[] = behavior.processtree
    .map((node) => ({ node, depth: 0 }))
    .reverse();
  while (open.length > 0) {
    const { node, depth } = open.pop()!;
    rows.push({ depth, pid: node.pid, name: node.name, calls: calls.get(node.pid) ?? 0 });
    for (const child of node.children.toReversed()) open.push({ node: child, depth: depth + 1 });
  }
  return rows;
}
