import type { Call, Match, Process, Results } from '../plugin/container.ts';
import type { Watch } from '../plugin/signature.ts';

/** What a condition may look at when all calls were shown. */
export interface Finished {
  results: Results;
  matched: readonly Match[];
}

/** A condition as it is written; the same for every analysis. */
export interface Condition {
  /** Calls that it has to be shown. */
  readonly watches: readonly Watch[];
  /** Signatures whose matches it looks at. */
  readonly after: readonly string[];
  /** Whether it has evidence whenever it holds. */
  readonly hasEvidence: boolean;
  begin(): Watching;
}

/** A condition in one analysis. */
export interface Watching {
  /** `which` is the position in `watches`. */
  onCall(call: Call, process: Process, which: number): void;
  /** Evidence where the condition holds, which may be none; undefined where it does not hold. */
  finish(end: Finished): object[] | undefined;
}

/** Pieces of evidence that one condition keeps. */
export const MOST_EVIDENCE = 100;

/** All of several conditions. */
export function all(conditions: readonly Condition[]): Condition {
  return joined(
    conditions,
    conditions.some(({ hasEvidence }) => hasEvidence),
    (found) => {
      const pieces: object[] = [];
      for (const each of found) {
        if (each === undefined) return undefined;
        pieces.push(...each);
      }
      return pieces;
    },
  );
}

/** At least one of several conditions; the evidence of all that hold. */
export function any(conditions: readonly Condition[]): Condition {
  return joined(
    conditions,
    conditions.every(({ hasEvidence }) => hasEvidence),
    (found) => {
      const holding = found.filter((each) => each !== undefined);
      return holding.length === 0 ? undefined : holding.flat();
    },
  );
}

/** A condition does not hold. */
export function not(condition: Condition): Condition {
  return joined([condition], false, ([found]) => (found === undefined ? [] : undefined));
}

function joined(
  conditions: readonly Condition[],
  hasEvidence: boolean,
  combine: (found: readonly (object[] | undefined)[]) => object[] | undefined,
): Condition {
  const owners = conditions.flatMap(({ watches }, owner) => watches.map((_, which) => ({ owner, which })));
  return {
    watches: conditions.flatMap(({ watches }) => watches),
    after: conditions.flatMap(({ after }) => after),
    hasEvidence,
    begin() {
      const parts = conditions.map((condition) => condition.begin());
      return {
        onCall(call, process, which) {
          const owner = owners[which]!;
          parts[owner.owner]!.onCall(call, process, owner.which);
        },
        finish: (end) => combine(parts.map((part) => part.finish(end))),
      };
    },
  };
}

export interface Bounds {
  at_least?: number;
  at_most?: number;
}

export const isWithin = (count: number, { at_least = 1, at_most = Number.POSITIVE_INFINITY }: Bounds): boolean =>
  count >= at_least && count <= at_most;
