/** What is known about the texts that a part of a regular expression matches. */
export interface Known {
  /** All the texts it matches. */
  exact: string[] | undefined;
  /** Of each of these sets, every match holds one literal, as a part. */
  needs: string[][];
}

export const NOTHING: Known = { exact: undefined, needs: [] };
/** Matches the empty text only, as assertions do. */
export const EMPTY: Known = { exact: [''], needs: [] };
const MAX_SETS = 4;
const MAX_OPTIONS = 64;
const MAX_LENGTH = 64;
const MAX_CLASS = 4;

/** Sets of literals: every match holds one of each. Empty where nothing is known. */
export function needsOf({ exact, needs }: Known): string[][] {
  return exact && !exact.includes('') ? [exact] : needs;
}

/** One of these characters. Only ASCII is used, since folding other scripts is not the same everywhere. */
export function characters(codes: readonly number[], ignoreCase: boolean): Known {
  if (codes.length === 0 || codes.length > MAX_CLASS || codes.some((code) => code > 0x7f)) return NOTHING;
  const texts = codes.map((code) => String.fromCharCode(code));
  return { exact: distinct(ignoreCase ? texts.map((text) => text.toLowerCase()) : texts), needs: [] };
}

/** One character of these ranges, both ends included. */
export function characterOf(ranges: readonly { from: number; to: number }[], ignoreCase: boolean): Known {
  const codes: number[] = [];
  for (const { from, to } of ranges) {
    if (to - from >= MAX_CLASS) return NOTHING;
    for (let code = from; code <= to; code += 1) codes.push(code);
  }
  return characters(codes, ignoreCase);
}

export function repeated(known: () => Known, min: number, max: number): Known {
  if (min === 0) return NOTHING;
  const once = known();
  return min === 1 && max === 1 ? once : { exact: undefined, needs: needsOf(once) };
}

export function concatenated(parts: readonly Known[]): Known {
  let run = [''];
  let isExact = true;
  const needs: string[][] = [];
  for (const { exact, needs: own } of parts) {
    const longer = exact && joined(run, exact);
    if (longer) {
      run = longer;
      continue;
    }
    isExact = false;
    if (!run.includes('')) needs.push(run);
    needs.push(...own);
    // What could not be joined begins a run of its own.
    run = exact ?? [''];
  }
  if (isExact) return { exact: run, needs: [] };
  if (!run.includes('')) needs.push(run);
  return { exact: undefined, needs: needs.sort((a, b) => worth(b) - worth(a)).slice(0, MAX_SETS) };
}

function joined(heads: readonly string[], tails: readonly string[]): string[] | undefined {
  if (heads.length * tails.length > MAX_OPTIONS) return undefined;
  const all = distinct(heads.flatMap((head) => tails.map((tail) => head + tail)));
  return all.some(({ length }) => length > MAX_LENGTH) ? undefined : all;
}

export function alternated(options: readonly Known[]): Known {
  if (options.every(({ exact }) => exact)) {
    const exact = distinct(options.flatMap((option) => option.exact!));
    return exact.length > MAX_OPTIONS ? NOTHING : { exact, needs: [] };
  }
  const best = options.map((option) => needsOf(option)[0]);
  if (best.some((need) => !need)) return NOTHING;
  const all = distinct(best.flatMap((need) => need!));
  return all.length > MAX_OPTIONS ? NOTHING : { exact: undefined, needs: [all] };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** How well a set of alternatives tells texts apart: by its shortest. */
function worth(need: readonly string[]): number {
  return Math.min(...need.map(({ length }) => length)) * 100 - need.length;
}
