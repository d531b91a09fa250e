import { describe, expect, it } from 'vitest';
import { isGlob, matchesGlob } from './glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['Reg*', 'RegOpenKeyExA', true],
    ['Reg*', 'NtOpenKey', false],
    ['*Key*A', 'RegOpenKeyExA', true],
    ['*Key*W', 'RegOpenKeyExA', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*.exe', 'C:\\a.exe.exe', true],
    ['**b', 'aab', true],
    ['a.c', 'abc', false],
    ['abc', 'ABC', false],
  ])('%s on %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('answers on patterns that make backtracking matchers explode', () => {
    expect(matchesGlob('*a*a*a*a*a*a*a*a*b', 'a'.repeat(20_000))).toBe(false);
  });
});

it('isGlob tells patterns from plain text', () => {
  expect(isGlob('Reg*')).toBe(true);
  expect(isGlob('C:\\a.txt')).toBe(false);
});
