import { describe, expect, it } from 'vitest';
import { globTest, parseQuery, timeRange } from './query.ts';

const terms = (text: string) =>
  parseQuery(text).terms.map(({ field, value, not }) => `${not ? '-' : ''}${field}:${value}`);

describe('a query', () => {
  it.each([
    ['api:Reg* pid:123 status:fail', ['api:Reg*', 'pid:123', 'status:fail']],
    [String.raw`arg:"\Run"`, [String.raw`arg:\Run`]],
    [String.raw`arg:"a \"b\" \\ c"`, [String.raw`arg:a "b" \ c`]],
    ['-api:Nt* -"two words"', ['-api:Nt*', '-any:two words']],
    [String.raw`C:\Windows http://a.example`, [String.raw`any:C:\Windows`, 'any:http://a.example']],
    ['"api:x"', ['any:api:x']],
    ['category:file thread:4 return:0x0', ['cat:file', 'tid:4', 'ret:0x0']],
    ['__proto__:x constructor:y', ['any:__proto__:x', 'any:constructor:y']],
    ['arg: - ""', ['any:-']],
    ['   ', []],
    ['"unclosed quote', ['any:unclosed quote']],
  ])('%s', (text, expected) => {
    expect(parseQuery(text).errors).toEqual([]);
    expect(terms(text)).toEqual(expected);
  });

  it.each(['pid:x', 'tid:1.5', 'status:maybe', 'is:odd', 'time:soon'])('%s is told to be wrong', (text) => {
    expect(parseQuery(`${text} api:a`)).toMatchObject({ errors: [expect.any(String)], terms: [{ field: 'api' }] });
  });
});

it.each([
  ['2s..10s', [2_000, 10_000]],
  ['2..', [2_000, Number.POSITIVE_INFINITY]],
  ['..0.5s', [0, 500]],
  ['1.25..1.5', [1_250, 1_500]],
  ['..', [0, Number.POSITIVE_INFINITY]],
  ['5', undefined],
  ['1.2.3..4', undefined],
])('reads the time %s', (text, range) => {
  expect(timeRange(text)).toEqual(range);
});

it.each([
  ['reg*', 'RegOpenKeyExW', true],
  ['Nt*File', 'NtCreateFile', true],
  ['Nt*File', 'NtCreateFileX', false],
  ['*Key*W', 'RegOpenKeyExW', true],
  ['open', 'RegOpenKeyExW', true],
  ['a*a', 'a', false],
  ['*', '', true],
  ['a*b*c', 'a-c-b', false],
])('the pattern %s on %s: %s', (pattern, text, fits) => {
  expect(globTest(pattern)(text)).toBe(fits);
});

it('matches patterns made to be slow in linear time', () => {
  expect(globTest('*a'.repeat(200))(`${'a'.repeat(100_000)}b`)).toBe(false);
});
