import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressionLiterals } from './expression-literals.ts';
import { ListIndex } from './list-index.ts';
import { type IndexedPattern, PatternIndex } from './pattern-index.ts';

const piece = fc.constantFrom('abc', 'run', 'AB', 'c', 'Key', '\\', '.exe', 'ſ', 'K', 'İ', 'ß', 'Σ', '1', ' ', '😀');
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const lower = (value: string) => value.toLowerCase();

/** Sources of expressions, and now and then something that is none. */
const source = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('abc', 'run', 'Key', 's', 'K', '\\\\', '\\.', '\\x41', '\\u0062', 'ß') },
    fc.constantFrom('[ab]', '[^a]', '[a-c]', '[\\w-]', '\\d', '\\s', '.', '^', '$', '\\b', '[S]', '[]', '[^]', 'ſ'),
    tie('node').map((node) => `(?:${node})`),
    fc.tuple(fc.constantFrom('(', '(?=', '(?!', '(?<=', '(?<!', '(?<n>'), tie('node')).map(([a, b]) => `${a}${b})`),
  ),
  node: fc.oneof(
    { maxDepth: 3 },
    tie('atom'),
    fc
      .tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1}', '+?', '{1,}', '{'))
      .map((pair) => pair.join('')),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((nodes) => nodes.join('')),
    fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((nodes) => nodes.join('|')),
  ),
})).node;

const expression = fc
  .tuple(source, fc.constantFrom('', 'i', 'u', 'iu', 's', 'gi'))
  .map(([body, flags]) => {
    try {
      return new RegExp(body, flags);
    } catch {
      return undefined;
    }
  })
  .filter((made) => made !== undefined);

describe('literals of expressions', () => {
  it('stand in every text that the expression finds something in', () => {
    fc.assert(
      fc.property(expression, fc.array(text, { minLength: 1, maxLength: 20 }), (pattern, texts) => {
        const sets = expressionLiterals(pattern);
        for (const each of texts) {
          pattern.lastIndex = 0;
          if (!pattern.test(each)) continue;
          for (const set of sets) expect(set.some((literal) => lower(each).includes(literal))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [/\\Run\\x/, [['\\run\\x']]],
    [/\\(?:Run|RunOnce)\\x/i, [['\\run\\x', '\\runonce\\x']]],
    [/abc.*def/, [['abc'], ['def']]],
    [/(?:abc)?def/, [['def']]],
    [/(?:abc)+/, [['abc']]],
    [/task/iu, [['ta'], ['k']]],
    [/a|/, []],
    [/\d+/, []],
    // Node 20 does not know flags of a group.
    [{ source: '(?i:abc)x{3}', flags: '' }, [['x']]],
  ] as const)('%s', (pattern, sets) => {
    expect(expressionLiterals(pattern).map((set) => [...set])).toEqual(sets.map((set) => [...set]));
  });
});

const patterns = fc.array(
  fc.oneof(
    text.map(
      (exact): IndexedPattern => ({
        exact: lower(exact),
        literals: [],
        matches: (_, folded) => folded === lower(exact),
      }),
    ),
    fc.array(text, { minLength: 1, maxLength: 3 }).map((options): IndexedPattern => {
      const literals = options.includes('') ? [] : [options.map(lower)];
      return {
        exact: undefined,
        literals,
        matches: (_, folded) => options.some((each) => folded.includes(lower(each))),
      };
    }),
  ),
  { maxLength: 30 },
);

it('a pattern index finds what going through all patterns finds', () => {
  fc.assert(
    fc.property(patterns, fc.array(text, { maxLength: 20 }), (all, texts) => {
      const index = new PatternIndex(all, lower);
      for (const each of [...texts, ...texts]) {
        const naive = [...all.keys()].filter((i) => all[i]!.matches(each, lower(each)));
        expect(index.match(each)).toEqual(naive);
      }
    }),
  );
});

it('a list index leaves out no text that holds a literal of each set', () => {
  fc.assert(
    fc.property(
      fc.array(text),
      fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      (texts, sets) => {
        const index = new ListIndex(texts);
        const candidates = index.candidates(sets);
        if (candidates === undefined) return;
        const found = new Set(candidates);
        for (const [id, each] of texts.entries()) {
          if (sets.every((set) => set.some((literal) => each.includes(literal)))) expect(found.has(id)).toBe(true);
          expect(index.equal(each)).toContain(id);
        }
      },
    ),
  );
});
