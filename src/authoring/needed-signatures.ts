import type { Loaded } from '../engine/load.ts';
import type { Signature } from '../plugin/signature.ts';
import { isGlob, matchesGlob } from '../util/glob.ts';

/** Whether a name is one of those that `after` lists, or matches a glob of it. */
export function isNamed(after: readonly string[]): (name: string) => boolean {
  return (name) => after.some((wanted) => (isGlob(wanted) ? matchesGlob(wanted, name) : wanted === name));
}

/** The signatures that are named, those that these name, and so on. */
export function neededFor(after: readonly string[], all: readonly Loaded<Signature>[]): Loaded<Signature>[] {
  const needed = new Set<Loaded<Signature>>();
  const open = [after];
  for (let names = open.pop(); names !== undefined; names = open.pop()) {
    const isMeant = isNamed(names);
    for (const each of all) {
      if (needed.has(each) || !isMeant(each.name)) continue;
      needed.add(each);
      open.push(each.specimen.after);
    }
  }
  return all.filter((each) => needed.has(each));
}
