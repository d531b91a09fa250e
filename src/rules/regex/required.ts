import {
  alternated,
  characterOf,
  characters,
  concatenated,
  EMPTY,
  type Known,
  NOTHING,
  needsOf,
  repeated,
} from '../../util/multi-pattern/literals.ts';
import type { RegexNode } from './node.ts';

/** Sets of literals: every match holds one of each set. Empty where nothing is known. */
export function requiredLiterals(root: RegexNode, ignoreCase: boolean): string[][] {
  return needsOf(look(root, ignoreCase));
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
      return repeated(() => look(node.body, ignoreCase), node.min, node.max);
    case 'concat':
      return concatenated(node.parts.map((part) => look(part, ignoreCase)));
    case 'alternate':
      return alternated(node.options.map((option) => look(option, ignoreCase)));
    default:
      return NOTHING;
  }
}

function classOf({ negated, items }: Extract<RegexNode, { kind: 'class' }>, ignoreCase: boolean): Known {
  const ranges = items.filter((item) => item.kind === 'range');
  return negated || ranges.length < items.length ? NOTHING : characterOf(ranges, ignoreCase);
}
