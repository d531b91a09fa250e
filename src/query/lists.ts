import type { Results, Summary } from '../plugin/container.ts';
import { find, type Patterns } from './match.ts';

/** A list of the container: all of it, or what matches at least one of the patterns. An empty list of patterns matches nothing. */
export interface List {
  (results: Results): readonly string[];
  (results: Results, first: Patterns, ...more: Patterns[]): readonly string[];
}

/** A function that gives a list, and takes patterns. */
export function listOf(values: (results: Results) => readonly string[]): List {
  return (results: Results, ...patterns: Patterns[]) =>
    patterns.length === 0 ? values(results) : find(values(results), ...patterns);
}

/** Names of summary lists that hold plain text. */
type ListName = { [K in keyof Summary]-?: NonNullable<Summary[K]> extends string[] ? K : never }[keyof Summary];

const kept = new WeakMap<object, Map<string, readonly string[]>>();

/**
 * Distinct values of several lists of the summary, in order. Sandbox generations name their lists differently and
 * split them differently; the union answers the same question for all of them.
 */
export function union(results: Results, ...names: ListName[]): readonly string[] {
  const summary = results.behavior?.summary;
  if (summary === undefined) return [];
  return once(summary, names.join(), () => {
    const values = new Set<string>();
    for (const name of names) for (const value of summary[name] ?? []) values.add(value);
    return values;
  });
}

/** Computes a list once for a part of the container that can't change any more. */
export function once(part: object, key: string, compute: () => Iterable<string>): readonly string[] {
  if (!Object.isFrozen(part)) return [...compute()];
  let lists = kept.get(part);
  if (lists === undefined) kept.set(part, (lists = new Map()));
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = Object.freeze([...compute()])));
  return list;
}
