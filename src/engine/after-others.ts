import { isGlob, matchesGlob } from '../util/glob.ts';

interface Placed {
  /** Position in the list given. */
  index: number;
  /** Positions of those that it looks at and that come before it, rising. */
  seen: number[];
}

/**
 * Puts each after those that it names, by name or by glob; otherwise their order stays. A circle is cut where it
 * closes: the one there does not see the first of it. Circles are told by their names. Nobody waits for itself.
 */
export function afterOthers(items: readonly { name: string; after: readonly string[] }[]): {
  ordered: Placed[];
  cycles: string[][];
} {
  const byName = new Map(items.map(({ name }, index) => [name, index]));
  const needs = items.map(({ after }, index) => named(items, byName, after, index));
  const ordered: Placed[] = [];
  const cycles: string[][] = [];
  const done = new Set<number>();
  /** From the one that was asked for first to the one in hand. */
  const path = new Set<number>();
  for (const start of items.keys()) {
    // By hand: a chain may be longer than the stack.
    const open: { index: number; next: number }[] = done.has(start) ? [] : [{ index: start, next: 0 }];
    if (open.length > 0) path.add(start);
    while (open.length > 0) {
      const top = open.at(-1)!;
      const need = needs[top.index]![top.next++];
      if (need === undefined) {
        open.pop();
        path.delete(top.index);
        done.add(top.index);
        ordered.push({ index: top.index, seen: needs[top.index]!.filter((each) => each >= 0) });
      } else if (path.has(need)) {
        const names = [...path];
        cycles.push(names.slice(names.indexOf(need)).map((each) => items[each]!.name));
        needs[top.index]![top.next - 1] = -1;
      } else if (!done.has(need)) {
        open.push({ index: need, next: 0 });
        path.add(need);
      }
    }
  }
  return { ordered, cycles };
}

function named(
  items: readonly { name: string }[],
  byName: ReadonlyMap<string, number>,
  wanted: readonly string[],
  self: number,
): number[] {
  const found = new Set(wanted.flatMap((name) => byName.get(name) ?? []));
  const globs = wanted.filter(isGlob);
  if (globs.length > 0) {
    for (const [index, { name }] of items.entries())
      if (globs.some((glob) => matchesGlob(glob, name))) found.add(index);
  }
  found.delete(self);
  return [...found].sort((a, b) => a - b);
}
