import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJson } from '../formats/json/read.ts';
import { writeJson } from './json-writer.ts';

const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });

it('writes what JSON.stringify writes', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 6 }), (input, indent) => {
      const text = [...writeJson(input, { indent })].join('');
      expect(text).toBe(JSON.stringify(input, null, indent) + (indent > 0 ? '\n' : ''));
    }),
    { numRuns: 300 },
  );
});

it('writes strings of any code units so that they come back, and as valid UTF-8', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(fc.array(units), fc.bigInt(), (strings, integer) => {
      const bytes = Buffer.from([...writeJson({ strings, integer })].join(''));
      const result = readJson(bytes);
      expect(result.notes).toEqual({});
      const back = result.value as { strings: string[]; integer: number | bigint };
      expect(back.strings).toEqual(strings);
      expect(BigInt(back.integer)).toBe(integer);
    }),
  );
});
