import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesGlob } from '../util/glob.ts';
import { any, find, type Pattern } from './match.ts';

const piece = fc.constantFrom('C:\\', 'Temp', 'run', 'KEY', '.exe', 'a', 'ſ', 'İ', '😀', ' ', '1');
const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  value,
  fc.array(fc.oneof(piece, fc.constantFrom('*', '?')), { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.constantFrom(/temp/i, /^c:\\.*run/i, /\.exe$/g, /run|key/y, /\w+1/, /(?:temp|run)\.exe/i, /s/iu, /$/),
  fc.constant({ test: (text: string) => text.includes('Temp'), literals: [['temp']] }),
);

/** What the documentation says, word for word. */
function naive(values: readonly string[], patterns: readonly Pattern[]): string[] {
  const isMatch = (text: string, each: Pattern): boolean => {
    if (typeof each === 'string') {
      const isGlob = /[*?]/.test(each);
      return isGlob ? matchesGlob(each.toLowerCase(), text.toLowerCase()) : each.toLowerCase() === text.toLowerCase();
    }
    return each instanceof RegExp ? new RegExp(each.source, each.flags).test(text) : each.test(text);
  };
  return values.filter((text) => patterns.some((each) => isMatch(text, each)));
}

it('lists that are asked often answer as those that are gone through', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 16, maxLength: 40 }),
      fc.array(fc.array(pattern, { maxLength: 3 }), { minLength: 6, maxLength: 12 }),
      (values, questions) => {
        const frozen = Object.freeze([...values]);
        for (const patterns of questions) {
          const expected = naive(values, patterns);
          expect(find(frozen, ...patterns)).toEqual(expected);
          expect(find(new Set(values), patterns)).toEqual([...new Set(expected)]);
          expect(any(frozen, patterns)).toBe(expected.length > 0);
        }
      },
    ),
  );
});
