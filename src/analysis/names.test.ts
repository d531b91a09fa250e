import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './limits.ts';
import { entryName, shownName } from './names.ts';

describe('shownName', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['ü 七 🌟', 'ü 七 🌟'],
    ['tab\tline\n', 'tab\\x09line\\x0a'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['c1\u009b31m', 'c1\\u009b31m'],
    ['gpj.\u202eexe', 'gpj.\\u202eexe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['a\\b', 'a\\x5cb'],
  ])('%j', (name, shown) => {
    expect(shownName(Buffer.from(name))).toBe(shown);
  });

  it('escapes bytes that are not UTF-8 and keeps the characters around them', () => {
    expect(shownName(Buffer.from([0x61, 0xff, 0xc3, 0xbc, 0xc3]))).toBe('a\\xffü\\xc3');
    expect(shownName(Buffer.from([0xed, 0xa0, 0x80]))).toBe('\\xed\\xa0\\x80');
  });

  it('shows no two names alike', () => {
    const name = fc.uint8Array({ maxLength: 6 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(shownName(a) === shownName(b)).toBe(Buffer.compare(a, b) === 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('entryName', () => {
  const read = (name: string) => entryName(Buffer.from(name), DEFAULT_LIMITS);

  it.each([
    ['logs/1.bson', 'logs/1.bson', false],
    ['./logs//1.bson', 'logs/1.bson', false],
    ['logs/', 'logs', true],
    ['./', '', true],
    ['..a/b..', '..a/b..', false],
  ])('%j is a path', (name, path, isFolder) => {
    expect(read(name)).toEqual({ path, isFolder });
  });

  it('never gives a path that leads elsewhere', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '\0', '...', 'b ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const name = read(parts.join('/'));
        if ('refused' in name) return;
        const { path } = name;
        expect(path.startsWith('/') || path.split('/').includes('..') || /^[a-z]:|\\(?!x)|\0/i.test(path)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
