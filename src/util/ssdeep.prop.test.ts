import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ssdeep, ssdeep } from './ssdeep.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The paper's algorithm, word for word: one pass for each block size, with nothing shared or left out. */
function plain(bytes: Uint8Array): string {
  let level = 0;
  while (3 * 2 ** level * 64 < bytes.length) level++;
  for (;;) {
    const first = pieces(bytes, 3 * 2 ** level, 63);
    if (level > 0 && first.ended < 32) level--;
    else return `${3 * 2 ** level}:${first.text}:${pieces(bytes, 3 * 2 ** (level + 1), 31).text}`;
  }
}

function pieces(bytes: Uint8Array, block: number, limit: number): { text: string; ended: number } {
  let text = '';
  let tail = '';
  let hash = 0x28021967;
  let rolling = 0;
  bytes.forEach((byte, i) => {
    hash = Math.imul(hash, 0x01000193) ^ byte;
    rolling = roll(bytes, i);
    if (rolling % block !== block - 1) return;
    if (text.length < limit) {
      text += ALPHABET[hash & 63];
      hash = 0x28021967;
    } else tail = ALPHABET[hash & 63]!;
  });
  return { text: text + (rolling === 0 ? tail : ALPHABET[hash & 63]), ended: text.length };
}

function roll(bytes: Uint8Array, end: number): number {
  let sum = 0;
  let weighted = 0;
  let shifted = 0;
  for (let age = 6; age >= 0; age--) {
    const byte = bytes[end - age] ?? 0;
    sum += byte;
    weighted += (7 - age) * byte;
    shifted = (shifted << 5) ^ byte;
  }
  return (sum + weighted + shifted) >>> 0;
}

/** Noise, few different bytes, and repetition: they end pieces at very different rates. */
const input = fc.oneof(
  fc.uint8Array({ maxLength: 4000, size: 'max' }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 9000 }), fc.uint8Array())
    .map(([unit, length, end]) => Buffer.concat([Buffer.alloc(length, unit), end])),
  fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 300 })), { maxLength: 20 })
    .map((parts) => Buffer.concat(parts.map(([unit, times]) => Buffer.alloc(unit.length * times, unit)))),
);

test('equals the plain algorithm', () => {
  fc.assert(
    fc.property(input, (bytes) => {
      expect(ssdeep(bytes)).toBe(plain(bytes));
    }),
    { numRuns: 300 },
  );
});

test('does not depend on how the bytes are cut', () => {
  fc.assert(
    fc.property(input, fc.integer({ min: 1, max: 9000 }), (bytes, step) => {
      const hash = new Ssdeep();
      for (let at = 0; at < bytes.length; at += step) hash.update(bytes.subarray(at, at + step));
      expect(hash.digest()).toBe(ssdeep(bytes));
    }),
  );
});
