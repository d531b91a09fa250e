import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { readTextLines } from './read.ts';

const read = (text: string, longest = 1 << 20) =>
  [...readTextLines(new MemorySource(Buffer.from(text)), { longest })].map((line) => line.text);

test('lines with their numbers', () => {
  expect([...readTextLines(new MemorySource(Buffer.from('a\r\n\nb')))]).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: '' },
    { number: 3, text: 'b' },
  ]);
  expect(read('')).toEqual([]);
});

test('a line that is too long is told, and the next one is read', () => {
  expect(read(`${'x'.repeat(600_000)}\nb\n`, 5)).toEqual([undefined, 'b']);
  expect(read('12345\n123456\n', 5)).toEqual(['12345', undefined]);
});

test('where reads end makes no difference', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `zeile ä ${i}`);
  expect(read(lines.join('\n'))).toEqual(lines);
});

test('the same as splitting', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '{', '\0', 'ß') })), (lines) => {
      expect(read(lines.map((line) => `${line}\n`).join(''))).toEqual(lines);
    }),
  );
});
