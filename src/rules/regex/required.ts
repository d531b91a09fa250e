import type { RegexNode } from './node.ts';

/** What is known about the texts a node matches. */
interface Known {
  /** All the texts it matches. */
  exact: string[] | undefined;
  /** Of each of these sets, every match holds one literal, as a part. */
  needs: string[][];
}

const NOTHING: Known = { exact: undefined, needs: [] };
const EMPTY: Known = { exact: [''], needs: [] };
const MAX_SETS = 4;
const MAX_OPTIONS = 64;
const MAX_LENGTH = 64;
const MAX_CLASS = 4;

/**
 * Sets of literals: every match holds one of each set. Empty where nothing is known. Only ASCII is used, since folding
 * other scripts is not the same everywhere.
 */
export function requiredLiterals(root: RegexNode, ignoreCase: boolean): string[][] {
  return needsOf(look(root, ignoreCase));
}

function needsOf({ exact, needs }: Known): string[][] {
  return exact && !exact.includes('') ? [exact] : needs;
}

function look(node: RegexNode, ignoreCase: boolean): Known {
  switch (node.kind) {
    case 'literal':
      return characters([node.code], ignoreCase);
    case 'class':
      return classOf(node, ignoreCase);
    case 'assert':
      return EMPTY;
    case 'group':
      // Flags of its own may change what the letters stand for.
      return node.flags ? NOTHING : look(node.body, ignoreCase);
    case 'repeat':
      return repeated(node, ignoreCase);
    case 'concat':
      return concatenated(node.parts.map((part) => look(part, ignoreCase)));
    case 'alternate':
      return alternated(node.options.map((option) => look(option, ignoreCase)));
    default:
      return NOTHING;
  }
}

function characters(codes: readonly number[], ignoreCase: boolean): Known {
  if (codes.some((code) => code > 0x7f)) return NOTHING;
  const texts = codes.map((code) => String.fromCharCode(code));
  return { exact: distinct(ignoreCase ? texts.map((text) => text.toLowerCase()) : texts), needs: [] };
}

function classOf({ negated, items }: Extract<RegexNode, { kind: 'class' }>, ignoreCase: boolean): Known {
  const codes: number[] = [];
  for (const item of negated ? [] : items) {
    if (item.kind === 'set' || item.to - item.from >= MAX_CLASS) return NOTHING;
    for (let code = item.from; code <= item.to; code += 1) codes.push(code);
  }
  return codes.length === 0 || codes.length > MAX_CLASS ? NOTHING : characters(codes, ignoreCase);
}

function repeated({ body, min, max }: Extract<RegexNode, { kind: 'repeat' }>, ignoreCase: boolean): Known {
  if (min === 0) return NOTHING;
  const known = look(body, ignoreCase);
  return min === 1 && max === 1 ? known : { exact: undefined, needs: needsOf(known) };
}

function concatenated(parts: readonly Known[]): Known {
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

function alternated(options: readonly Known[]): Known {
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
