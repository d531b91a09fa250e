import { expect, it } from 'vitest';
import { applyEdits } from './edit.ts';

const at = (start: number, end: number, text: string) => ({ start, end, text });

it('applies edits from left to right, whatever their order', () => {
  expect(applyEdits('abcdef', [[at(4, 5, 'E')], [at(0, 0, '<'), at(6, 6, '>')], [at(1, 3, '')]]).text).toBe('<adEf>');
});

it('applies a group whole or not at all', () => {
  const result = applyEdits('abcdef', [[at(1, 3, 'X')], [at(2, 4, 'Y'), at(5, 5, '!')]]);
  expect(result.text).toBe('aXdef');
  expect([...result.applied]).toEqual([0]);
});

it('leaves the second of two insertions at one place for the next time', () => {
  const result = applyEdits('ab', [[at(1, 1, ']')], [at(1, 1, ',')]]);
  expect(result.text).toBe('a]b');
  expect([...result.applied]).toEqual([0]);
});

it('does nothing without edits', () => {
  expect(applyEdits('ab', [])).toEqual({ text: 'ab', applied: new Set() });
});
