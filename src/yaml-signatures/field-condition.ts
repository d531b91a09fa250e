import type { Results } from '../plugin/container.ts';
import type { Pattern } from '../plugin/pattern.ts';
import { matcher } from '../query/match.ts';
import { isGlob, matchesGlob } from '../util/glob.ts';
import { type Bounds, type Condition, isWithin, MOST_EVIDENCE } from './condition.ts';

/** Values of one path that are looked at. */
const MOST_VALUES = 100_000;
const LONGEST_SHOWN = 2_000;

/** `static.pe_sections[].name`: keys, and `[]` for each item of a list. */
export const FIELD_PATH = /^[\w-]+(?:\[\])*(?:\.[\w-]+(?:\[\])*)*$/;

/** Text, numbers and flags that stand at a path of the container. */
export function fieldCondition(path: string, patterns: readonly Pattern[], bounds: Bounds): Condition {
  const steps = path.split('.').flatMap((part) => part.replaceAll('[]', '\0[]').split('\0'));
  const isMatch = matcher([patterns]);
  return {
    watches: [],
    after: [],
    hasEvidence: true,
    begin: () => ({
      onCall() {},
      finish({ results }) {
        const found = valuesAt(results, steps).filter(isMatch);
        if (!isWithin(found.length, bounds)) return undefined;
        return found.slice(0, MOST_EVIDENCE).map((value) => ({ field: path, value: value.slice(0, LONGEST_SHOWN) }));
      },
    }),
  };
}

function valuesAt(results: Results, steps: readonly string[]): string[] {
  let level: unknown[] = [results];
  for (const step of steps) {
    const next: unknown[] = [];
    for (const value of level) {
      if (next.length >= MOST_VALUES) break;
      if (typeof value !== 'object' || value === null) continue;
      if (step !== '[]') {
        if (!Array.isArray(value) && Object.hasOwn(value, step)) next.push((value as { [key: string]: unknown })[step]);
      } else if (Array.isArray(value)) {
        for (const item of value.slice(0, MOST_VALUES - next.length)) next.push(item);
      }
    }
    level = next;
  }
  return level.flatMap((value) =>
    ['string', 'number', 'boolean', 'bigint'].includes(typeof value) ? [String(value)] : [],
  );
}

/** Signatures that matched, by name or glob. */
export function signatureCondition(names: readonly string[], bounds: Bounds): Condition {
  return {
    watches: [],
    after: names,
    hasEvidence: true,
    begin: () => ({
      onCall() {},
      finish({ matched }) {
        // Those of other conditions of the same signature are among them.
        const mine = matched.filter(({ name }) =>
          names.some((wanted) => (isGlob(wanted) ? matchesGlob(wanted, name) : wanted === name)),
        );
        if (!isWithin(mine.length, bounds)) return undefined;
        return mine.map(({ name, description }) => ({ signature: name, description }));
      },
    }),
  };
}
