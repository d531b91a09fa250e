import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareIp, type IpAddress } from '../../util/ip.ts';
import { AddressIndex } from './address-index.ts';

const word = fc.oneof(fc.nat({ max: 20 }), fc.constantFrom(0xffffffff, 0x80000000));
const address: fc.Arbitrary<IpAddress> = fc.oneof(
  word.map((one) => ({ family: 4 as const, words: [one] })),
  fc.tuple(word, word, word, word).map((words) => ({ family: 6 as const, words })),
);
const range = fc
  .tuple(address, address)
  .filter(([a, b]) => a.family === b.family)
  .map(([a, b]) => (compareIp(a, b) <= 0 ? { first: a, last: b } : { first: b, last: a }));

it('finds every range that holds an address, and no other', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 30 }), address, (ranges, one) => {
      const found: number[] = [];
      new AddressIndex(ranges).find(one, (index) => found.push(index));
      const holds = ({ first, last }: (typeof ranges)[number]) =>
        first.family === one.family && compareIp(first, one) <= 0 && compareIp(one, last) <= 0;
      expect(found.sort((a, b) => a - b)).toEqual([...ranges.keys()].filter((index) => holds(ranges[index]!)));
    }),
  );
});
