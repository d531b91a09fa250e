import { expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

test('counts single edits and swaps', () => {
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('behavior', 'behaviour')).toBe(1);
  expect(editDistance('modlues', 'modules')).toBe(1);
  expect(editDistance('same', 'same')).toBe(0);
});

test('finds what a typo meant', () => {
  expect(nearest('modlues', ['modules', 'rules', 'out'])).toBe('modules');
  expect(nearest('OUT', ['out'])).toBe('out');
});

test('suggests nothing for a word that is far from all', () => {
  expect(nearest('zebra', ['modules', 'rules', 'out'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});
