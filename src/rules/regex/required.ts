import type { RegexNode } from './node.ts';

/** What is known about the texts a node matches. */
interface Known {
  /** The one text it matches. */
  exact: string | undefined;
  /** Every match holds one of these, as a part. */
  need: string[] | undefined;
}

const NOTHING: Known = { exact: undefined, need: undefined };
const EMPTY: Known = { exact: '', need: undefined };
const MAX_OPTIONS = 64;
const MAX_LENGTH = 64;

/**
 * Literals of which every match holds at least one; undefined where the pattern can match without any. Only ASCII is
 * used, since folding other scripts is not the same everywhere.
 */
export function requiredLiterals(root: RegexNode, ignoreCase: boolean): string[] | undefined {
  const known = look(root, ignoreCase);
  return known.exact !== undefined && known.exact !== '' ? [known.exact] : known.need;
}

function look(node: RegexNode, ignoreCase: boolean): Known {
  switch (node.kind) {
    case 'literal':
      return literal(node.code, ignoreCase);
    case 'class':
      return singleCharacter(node, ignoreCase);
    case 'assert':
      return EMPTY;
    case 'group':
      // Flags of its own may change what the letters stand for.
      return node.flags ? NOTHING : look(node.body, ignoreCase);
    case 'repeat':
      return node.min === 0 ? NOTHING : repeated(look(node.body, ignoreCase), node.min === 1 && node.max === 1);
    case 'concat':
      return concatenated(node.parts.map((part) => look(part, ignoreCase)));
    case 'alternate':
      return alternated(node.options.map((option) => look(option, ignoreCase)));
    default:
      return NOTHING;
  }
}

function literal(code: number, ignoreCase: boolean): Known {
  if (code > 0x7f) return NOTHING;
  const text = String.fromCharCode(code);
  return { exact: ignoreCase ? text.toLowerCase() : text, need: undefined };
}

function singleCharacter(node: Extract<RegexNode, { kind: 'class' }>, ignoreCase: boolean): Known {
  const [item] = node.items;
  const isOne = !node.negated && node.items.length === 1 && item?.kind === 'range' && item.from === item.to;
  return isOne ? literal(item.from, ignoreCase) : NOTHING;
}

function repeated(body: Known, once: boolean): Known {
  if (once) return body;
  return { exact: undefined, need: body.exact ? [body.exact] : body.need };
}

function concatenated(parts: readonly Known[]): Known {
  let run = '';
  let isExact = true;
  let best: string[] | undefined;
  const offer = (need: string[] | undefined) => {
    if (need && worth(need) > worth(best)) best = need;
  };
  for (const part of parts) {
    if (part.exact !== undefined) {
      if (run.length < MAX_LENGTH) run += part.exact;
      else isExact = false;
      continue;
    }
    isExact = false;
    if (run !== '') offer([run]);
    run = '';
    offer(part.need);
  }
  if (isExact) return { exact: run, need: undefined };
  if (run !== '') offer([run]);
  return { exact: undefined, need: best };
}

function alternated(options: readonly Known[]): Known {
  const all = new Set<string>();
  for (const { exact, need } of options) {
    if (exact === '' || (exact === undefined && !need)) return NOTHING;
    for (const text of exact === undefined ? need! : [exact]) all.add(text);
  }
  return all.size > MAX_OPTIONS ? NOTHING : { exact: undefined, need: [...all] };
}

/** How well a set of alternatives tells texts apart: by its shortest. */
function worth(need: readonly string[] | undefined): number {
  if (!need || need.length === 0) return 0;
  return Math.min(...need.map(({ length }) => length)) * 100 - need.length;
}
