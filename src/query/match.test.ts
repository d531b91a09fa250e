import { expect, it } from 'vitest';
import { any, find, matches } from './match.ts';

const paths = ['C:\\Windows\\a.exe', 'C:\\Users\\B.EXE', 'C:\\c.txt'];

it('text is compared whole and without case', () => {
  expect(find(paths, 'c:\\windows\\A.exe')).toEqual([paths[0]]);
  expect(find(paths, 'a.exe')).toEqual([]);
});

it('globs', () => {
  expect(find(paths, '*.exe')).toEqual([paths[0], paths[1]]);
  expect(find(paths, 'c:\\?.txt')).toEqual([paths[2]]);
});

it('regular expressions are searched for as written', () => {
  expect(find(paths, /\.exe$/)).toEqual([paths[0]]);
  expect(find(paths, /\.exe$/i)).toEqual([paths[0], paths[1]]);
});

it('flags that keep a position give the same answer every time', () => {
  for (const pattern of [/\.exe$/gi, /C:/y]) {
    const first = find(paths, pattern);
    expect(first).not.toEqual([]);
    expect(find(paths, pattern)).toEqual(first);
    expect(matches(paths[0]!, pattern)).toBe(true);
    expect(matches(paths[0]!, pattern)).toBe(true);
  }
});

it('nothing matches no patterns', () => {
  expect(find(paths)).toEqual([]);
  expect(any(paths)).toBe(false);
});

it('any of several patterns, in the order of the values', () => {
  expect(find(paths, '*.txt', /^C:\\W/)).toEqual([paths[0], paths[2]]);
  expect(any(paths, '*.dll', '*.txt')).toBe(true);
});
