import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { matchesGlob } from '../../util/glob.ts';
import { translateRegex } from '../regex/to-re2.ts';
import type { TextPattern } from '../values/text.ts';
import { fold } from './fold.ts';
import { TextMatcher, type TextRule } from './text-matcher.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  'A',
  'B',
  '\\',
  '.',
  'ab',
  'evil',
  'EVIL.exe',
  '[',
  'ſ',
  'K',
  'é',
  'É',
  'C:\\Windows\\',
  '😀',
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const wildcard = fc
  .array(fc.oneof(piece, fc.constantFrom('*', '?')), { minLength: 1, maxLength: 8 })
  .map((pieces): TextPattern => ({ kind: 'wildcard', pattern: pieces.join('') }));
const regexSource = fc.constantFrom(
  'a+b',
  '[a-z]',
  '^a',
  'b$',
  'evil|x',
  '(?:evil|\\.exe)',
  '\\bab\\b',
  'é',
  'e.*l',
  '\\\\',
  'k',
  's{2}',
);
const rule: fc.Arbitrary<TextRule> = fc
  .tuple(fc.oneof(wildcard, regexSource), fc.boolean())
  .map(([pattern, caseSensitive]) => {
    if (typeof pattern !== 'string') return { pattern, caseSensitive };
    const translated = translateRegex(pattern, !caseSensitive);
    if ('kind' in translated) throw new Error(translated.what);
    return { pattern: { kind: 'regex', re2: translated.re2, required: translated.required }, caseSensitive };
  });

/** One rule against one text, the plain way. */
function matchesAlone({ pattern, caseSensitive }: TextRule, subject: string): boolean {
  if (pattern.kind === 'regex') return RE2JS.compile(pattern.re2).test(subject);
  const normal = (one: string) =>
    [...(caseSensitive ? one : fold(one))].map((c) => (c.length > 1 ? '\uffff' : c)).join('');
  return matchesGlob(normal(pattern.pattern), normal(subject));
}

it('finds together what each pattern finds alone, and each once', () => {
  let matched = 0;
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), fc.array(text, { maxLength: 6 }), (rules, texts) => {
      const matcher = new TextMatcher(rules);
      for (const subject of texts) {
        const found: number[] = [];
        expect(matcher.match(subject, (index) => found.push(index))).toBe(true);
        const expected = [...rules.keys()].filter((index) => matchesAlone(rules[index]!, subject));
        expect(found.sort((a, b) => a - b)).toEqual(expected);
        matched += expected.length;
      }
    }),
    { numRuns: 800 },
  );
  expect(matched).toBeGreaterThan(500);
});

it('finds the same after expressions moved into the sets', () => {
  const patterns = ['ab+', 'ab{2}', 'a[b]c?', 'ab|ba', 'xab', '(?:ab)+$'];
  const rules = patterns.map((source): TextRule => {
    const translated = translateRegex(source, false);
    if ('kind' in translated) throw new Error(translated.what);
    return { pattern: { kind: 'regex', re2: translated.re2, required: translated.required }, caseSensitive: true };
  });
  const matcher = new TextMatcher(rules);
  const counts = (from: number) => {
    const found = new Array<number>(rules.length).fill(0);
    for (let i = from; i < from + 400; i += 1)
      matcher.match(`ab${i % 7 === 0 ? 'b' : ''}ba`, (index) => (found[index]! += 1));
    return found;
  };
  const before = counts(0);
  expect(counts(0)).toEqual(before);
  for (let i = 0; i < 5; i += 1) expect(counts(0)).toEqual(before);
  expect(before[0]).toBe(400);
});
