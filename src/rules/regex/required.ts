import type { RegexNode } from './node.ts';

/** What is known about the texts a node matches. */
interface Known {
  /** All the texts it matches. */
  exact: string[] | undefined;
  /** Every match holds one of these, as a part. */
  need: string[] | undefined;
}

const NOTHING: Known = { exact: undefined, need: undefined };
const EMPTY: Known = { exact: [''], need: undefined };
const MAX_OPTIONS = 64;
const MAX_LENGTH = 64;
const MAX_CLASS = 4;

/**
 * Literals of which every match holds at least one; undefined where the pattern can match without any. Only ASCII is
 * used, since folding other scripts is not the same everywhere.
 */
export function requiredLiterals(root: RegexNode, ignoreCase: boolean): string[] | undefined {
  const { exact, need } = look(root, ignoreCase);
  return exact && !exact.includes('') ? exact : need;
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
  return { exact: distinct(ignoreCase ? texts.map((text) => text.toLowerCase()) : texts), need: undefined };
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
  if (min === 1 && max === 1) return known;
  return { exact: undefined, need: known.exact && !known.exact.includes('') ? known.exact : known.need };
}

function concatenated(parts: readonly Known[]): Known {
  let run: string[] | undefined = [''];
  let isExact = true;
  let best: string[] | undefined;
  const offer = (need: string[] | undefined) => {
    if (need && !need.includes('') && worth(need) > worth(best)) best = need;
  };
  for (const { exact, need } of parts) {
    const longer: string[] | undefined = exact && joined(run, exact);
    if (longer) {
      run = longer;
      continue;
    }
    isExact = false;
    offer(run);
    offer(need);
    // What could not be joined begins a run of its own.
    run = exact ?? [''];
  }
  if (isExact) return { exact: run, need: undefined };
  offer(run);
  return { exact: undefined, need: best };
}

function joined(heads: readonly string[], tails: readonly string[]): string[] | undefined {
  if (heads.length * tails.length > MAX_OPTIONS) return undefined;
  const all = distinct(heads.flatMap((head) => tails.map((tail) => head + tail)));
  return all.some(({ length }) => length > MAX_LENGTH) ? undefined : all;
}

function alternated(options: readonly Known[]): Known {
  const isExact = options.every(({ exact }) => exact);
  const all: string[] = [];
  for (const { exact, need } of options) {
    const texts = isExact || (exact && !exact.includes('')) ? exact : need;
    if (!texts) return NOTHING;
    all.push(...texts);
  }
  const texts = distinct(all);
  if (texts.length > MAX_OPTIONS) return NOTHING;
  return isExact ? { exact: texts, need: undefined } : { exact: undefined, need: texts };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** How well a set of alternatives tells texts apart: by its shortest. */
function worth(need: readonly string[] | undefined): number {
  if (!need || need.length === 0) return 0;
  return Math.min(...need.map(({ length }) => length)) * 100 - need.length;
}
