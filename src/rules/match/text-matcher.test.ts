import { describe, expect, it } from 'vitest';
import { translateRegex } from '../regex/to-re2.ts';
import type { TextPattern } from '../values/text.ts';
import { Clock } from './clock.ts';
import { REGEX_TEXT_LIMIT } from './searches.ts';
import { TextMatcher } from './text-matcher.ts';
import { compileWildcard } from './wildcard.ts';

const regex = (source: string): TextPattern => {
  const translated = translateRegex(source, false);
  if ('kind' in translated) throw new Error(translated.what);
  return { kind: 'regex', re2: translated.re2, required: translated.required };
};
const matcherOf = (...patterns: TextPattern[]) =>
  new TextMatcher(patterns.map((pattern) => ({ pattern, caseSensitive: true })));
const found = (matcher: TextMatcher, text: string) => {
  const all: number[] = [];
  matcher.match(text, (index) => all.push(index));
  return all.sort((a, b) => a - b);
};

describe('wildcards', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['*a*b*', 'xaxbx', true],
    ['*a*b*', 'xbxax', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['??', '😀', false],
    ['a[b]c', 'a[b]c', true],
    ['a[b]c', 'abc', false],
    ['C:\\*', 'C:\\x', true],
    ['aba*aba', 'ababa', false],
    ['**a**', 'bab', true],
  ])('%s and %s', (pattern, text, expected) => {
    expect(compileWildcard(pattern).matches(text)).toBe(expected);
  });

  it('end in bounded time on patterns made to be slow', () => {
    expect(compileWildcard(`${'*a?'.repeat(40)}b`).matches('a'.repeat(20_000))).toBe(false);
    expect(compileWildcard(`${'*aa'.repeat(400)}b`).matches('a'.repeat(100_000))).toBe(false);
  });
});

describe('long texts', () => {
  const long = `start${'x'.repeat(REGEX_TEXT_LIMIT)}end`;

  it('are searched by wildcards to their end, by expressions only at the beginning', () => {
    const matcher = matcherOf({ kind: 'wildcard', pattern: '*end' }, regex('start'), regex('xend'), regex('x{3}'));
    expect(found(matcher, long)).toEqual([0, 1, 3]);
    expect(matcher.longTexts).toBe(1);
  });

  it('do not end where they were cut', () => {
    expect(found(matcherOf(regex('x$'), regex('[w-z]$'), regex('x\\Z'), regex('(?m)x$')), long)).toEqual([]);
  });
});

it('stops when the clock says so', () => {
  let now = 0;
  const clock = new Clock(1000, () => now);
  const matcher = matcherOf(regex('[a-z]+'));
  matcher.start(clock);
  expect(matcher.match('abc', () => {})).toBe(true);
  now = 1001;
  expect(matcher.match('abc', () => {})).toBe(false);
});

it('leaves retired patterns alone until the next start', () => {
  const matcher = matcherOf({ kind: 'wildcard', pattern: 'a*' }, { kind: 'wildcard', pattern: 'ab' }, regex('[b]+'));
  expect(found(matcher, 'ab')).toEqual([0, 1, 2]);
  for (const rule of [0, 1, 2]) matcher.retire(rule);
  expect(found(matcher, 'ab')).toEqual([]);
  matcher.start(new Clock(1000));
  expect(found(matcher, 'ab')).toEqual([0, 1, 2]);
});
