import type { Problem } from '../errors/problem.ts';
import { pythonProblems } from '../errors/python.ts';
import { fieldsOf, listOf, textOf } from './shapes/values.ts';
import type { Dialect, PythonSignature, SignatureSet } from './types.ts';

/** What an interpreter told of the signatures that it has loaded. */
export interface LoadedSet {
  /** The n-th has the number n + 1. */
  signatures: PythonSignature[];
  cells: number;
  problems: Problem[];
}

/** Undefined where it isn't what an interpreter tells. */
export function readLoaded(json: string, sets: readonly SignatureSet[]): LoadedSet | undefined {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    return undefined;
  }
  const top = fieldsOf(told);
  const cells = top?.['cells'];
  if (top === undefined || typeof cells !== 'number') return undefined;
  const signatures = listOf(top['signatures']).map((item, at) => signatureOf(item, at + 1, sets));
  const problems = listOf(top['failures']).map((item) => {
    const failure = fieldsOf(item) ?? {};
    const spot = { file: shownFile(textOf(failure['file']), sets), line: lineOf(failure['line']) };
    return pythonProblems.importFailed(spot, textOf(failure['error']) ?? '');
  });
  return { signatures, cells, problems };
}

/** The path of a signature file as the user would write it. */
export function shownFile(path: string | undefined, sets: readonly SignatureSet[]): string | undefined {
  const set = sets.find(({ folder }) => path?.startsWith(`${folder}/`));
  if (path === undefined || set === undefined) return path;
  return `${set.shown.replace(/\/+$/, '')}/${path.slice(set.root.length + 1)}`;
}

/** One problem for each reason for which signatures are never run. */
export function unusableProblems(signatures: readonly PythonSignature[]): Problem[] {
  const reasons = new Map<string, string[]>();
  for (const { name, unusable, enabled } of signatures) {
    if (unusable === undefined || !enabled) continue;
    reasons.set(unusable, [...(reasons.get(unusable) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) => pythonProblems.unusable(reason, names));
}

function signatureOf(item: unknown, number: number, sets: readonly SignatureSet[]): PythonSignature {
  const entry = fieldsOf(item) ?? {};
  const fields = fieldsOf(entry['fields']) ?? {};
  const texts = (name: string) => listOf(fields[name]).filter((value) => typeof value === 'string');
  const numeral = (name: string, standard: number) => (typeof fields[name] === 'number' ? fields[name] : standard);
  return {
    number,
    name: textOf(entry['name']) ?? '',
    dialect: entry['dialect'] === 'cuckoo2' ? 'cuckoo2' : ('cape' satisfies Dialect),
    file: shownFile(textOf(entry['file']), sets) ?? '',
    line: lineOf(entry['line']),
    description: textOf(fields['description']) ?? '',
    severity: numeral('severity', 1),
    confidence: numeral('confidence', 100),
    alert: fields['alert'] === true,
    enabled: fields['enabled'] !== false,
    minimum: textOf(fields['minimum']) ?? null,
    maximum: textOf(fields['maximum']) ?? null,
    categories: texts('categories'),
    families: texts('families'),
    authors: texts('authors'),
    references: texts('references'),
    ttps: texts('ttps'),
    mbcs: texts('mbcs'),
    platform: textOf(entry['platform']),
    callbacks: listOf(entry['callbacks']).filter((value) => typeof value === 'string'),
    watch: (fieldsOf(entry['watch']) ?? {}) as PythonSignature['watch'],
    unusable: textOf(entry['unusable']),
  };
}

function lineOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
