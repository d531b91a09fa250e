import { expect, it } from 'vitest';
import { number, registryText, text } from './value.ts';

it.each([
  [64, 64],
  ['64', 64],
  ['0x40', 64],
  ['0X40', 64],
  [' 64 ', 64],
  ['-1', -1],
  ['-0x10', -16],
  [64n, 64],
  [true, 1],
  ['0xffffffffffffffff', 2 ** 64],
  ['', undefined],
  ['PAGE_READWRITE', undefined],
  ['0x', undefined],
  ['1e5', undefined],
  [null, undefined],
  [undefined, undefined],
  [['64'], undefined],
])('number(%s) is %s', (value, expected) => {
  expect(number(value as never)).toBe(expected);
});

it('number answers at once on a megabyte of digits', () => {
  expect(number('1'.repeat(1 << 20))).toBeUndefined();
});

it.each([
  ['a', 'a'],
  [64, '64'],
  [2n ** 64n, '18446744073709551616'],
  [null, ''],
  [undefined, ''],
  [true, 'true'],
  [['a', 1, null], 'a 1 '],
  [{ a: 1n }, '{"a":"1"}'],
])('text(%s) is %j', (value, expected) => {
  expect(text(value as never)).toBe(expected);
});

it.each([
  ['C:\\a', 'C:\\a'],
  ['C\0:\0\\\0a\0\0\0', 'C:\\a'],
  ['C\\x00:\\x00a\\x00', 'C:a'],
  ['a\0b', 'a\0b'.replace('\0', '')],
  ['ab\0\0', 'ab\0\0'],
  ['\x01\0\0\0', '\x01'],
  [1, '1'],
  [undefined, ''],
])('registryText(%j) is %j', (value, expected) => {
  expect(registryText(value)).toBe(expected);
});
