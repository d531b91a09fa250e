import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternatives } from './expression-parts.ts';
import { nearestMisses } from './nearest-miss.ts';

const never = Number.POSITIVE_INFINITY;
const misses = (pattern: string | RegExp, ...texts: string[]) =>
  nearestMisses(
    [pattern],
    texts.map((text) => ({ text, held: false, call: undefined })),
    3,
    never,
  );
const why = (pattern: string | RegExp, text: string) => misses(pattern, text)[0]?.why;

describe('nearestMisses', () => {
  it.each([
    ['C:\\a\\evil.exe', 'C:\\a\\evil.dll', 'has "dll" where "exe" is wanted'],
    ['Global\\mutex', 'Global\\mutex1', 'holds it, but there is more around it; "*Global\\mutex*" would match'],
    ['Global\\mutex1', 'Global\\mutex', 'lacks "1"'],
    ['*\\Startup\\*.exe', 'C:\\Startup\\a.lnk', 'has "\\Startup\\", but no ".exe" after it'],
    [
      '*\\Startup\\*.exe',
      'C:\\Startup\\a.exe:x',
      'does not end with ".exe"; a "*" at the end of the pattern would allow that',
    ],
    ['C:\\Win*\\x', 'D:\\Win7\\x', undefined],
  ])('says of the text %s and %s: %s', (pattern, text, expected) => {
    expect(why(pattern, text)).toBe(expected);
  });

  it.each([
    [/\\Run\\/, 'HKCU\\RUN\\x', 'differs only in upper and lower case; the flag i would allow that'],
    [/^evil$/, 'my evil', 'matches but for ^ and $: there is more around it'],
    [
      /\\CurrentVersion\\Run\\/,
      'HKCU\\CurrentVersion\\RunOnce\\x',
      'matches as far as /\\\\CurrentVersion\\\\Run/; then /\\\\/ is wanted, and "Once\\x" follows',
    ],
    [/(?:alpha|beta)gamma/, 'betagam', 'matches as far as /(?:alpha|beta)gam/; then /ma/ is wanted, and the text ends'],
  ])('says of the expression %s and %s: %s', (pattern, text, expected) => {
    expect(why(pattern, text)).toBe(expected);
  });

  it('puts the closest first, and each text once', () => {
    const found = misses(
      'C:\\evil\\payload.exe',
      'D:\\x',
      'C:\\evil\\payload.dll',
      'C:\\evil\\q',
      'C:\\evil\\payload.dll',
    );
    expect(found.map(({ text }) => text)).toEqual(['C:\\evil\\payload.dll', 'C:\\evil\\q']);
  });

  it('stops at its deadline', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ text: `C:\\evil\\${i}`, held: false, call: undefined }));
    expect(nearestMisses(['C:\\evil\\x'], many, 3, 0)).toEqual([]);
  });

  it('takes any text and any pattern', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 5 }), (pattern, texts) => {
        for (const { closeness, text } of misses(pattern, ...texts)) {
          expect(closeness).toBeGreaterThan(0);
          expect(texts).toContain(text);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('alternatives', () => {
  it.each([
    ['a|b', [['a'], ['b']]],
    ['ab+c{2,3}?', [['a', 'b+', 'c{2,3}?']]],
    ['[|)]x', [['[|)]', 'x']]],
    ['\\x41\\|\\u{1F600}.', [['\\x41', '\\|', '\\u{1F600}', '.']]],
    [
      '(?:ab|cd)',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['x(?:ab|cd)*', [['x', '(?:ab|cd)*']]],
  ])('of %s', (source, expected) => {
    expect(alternatives(source)).toEqual(expected);
  });

  it('joined are the expression again', () => {
    const piece = fc.constantFrom('a', '\\d', '[^\\]]', '(?:x|y)', '.', '\\\\', '(z)');
    const repeat = fc.constantFrom('', '+', '*?', '{2}');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, repeat), { minLength: 2, maxLength: 8 }), (parts) => {
        const source = parts.map(([a, b]) => a + b).join('');
        expect(
          alternatives(source)
            .map((each) => each.join(''))
            .join('|'),
        ).toBe(source);
      }),
    );
  });
});
