import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as access from './pretty-access.ts';
import { bitsOf } from './pretty-namer.ts';

const MASKS = { ALL: 0xff, ONE: 0x1, TWO: 0x2, FOUR: 0x4, EIGHT: 0x8, HIGH: 0x8000_0000 };
const values = fc.integer({ min: 0, max: 0xffff_ffff });

it('says every bit of a number, and no other', () => {
  const namer = bitsOf(MASKS);
  fc.assert(
    fc.property(values, (value) => {
      const sum = (namer(value) ?? '').split('|').reduce((total, word) => {
        if (word === '') return total;
        return total + (word.startsWith('0x') ? Number(word) : MASKS[word as keyof typeof MASKS]);
      }, 0);
      expect(sum).toBe(value);
    }),
  );
});

it('prints bits beyond 32 as a number', () => {
  expect(bitsOf(MASKS)(2 ** 40 + 3)).toBe('ONE|TWO|0x10000000000');
});

it('every table has words for every number but 0', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(access)), values, (namer, value) => {
      expect(namer(value) === undefined).toBe(value === 0);
    }),
  );
});
