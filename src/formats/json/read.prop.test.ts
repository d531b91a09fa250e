import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { readJson } from './read.ts';

/** Bigints as JSON.parse gives them. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });

it('reads what JSON.stringify writes, whatever the size of its chunks', () => {
  fc.assert(
    fc.property(json, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 2), (value, chunk, space) => {
      const text = JSON.stringify(value, null, space);
      const result = readJson(new MemorySource(Buffer.from(text)), { chunk });
      expect(result.stopped).toBeUndefined();
      expect(result.notes).toEqual({});
      expect(rounded(result.value)).toStrictEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

it('reads a prefix of a cut text and says where it stopped', () => {
  fc.assert(
    fc.property(fc.array(json, { minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 40 }), (value, at, chunk) => {
      const whole = Buffer.from(JSON.stringify(value));
      const cut = whole.subarray(0, at % whole.length);
      const result = readJson(new MemorySource(cut), { chunk });
      expect(result.stopped).toBeDefined();
      expect(result.stopped!.offset).toBeLessThanOrEqual(cut.length);
      if (result.value !== undefined) expect((result.value as unknown[]).length).toBeLessThanOrEqual(value.length);
    }),
    { numRuns: 300 },
  );
});

it('bears any bytes, and reads them the same in any chunks', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '1',
    '-',
    'e',
    'null',
    'NaN',
    ' ',
    '\u0000',
    'é',
    '"a":',
  );
  const bytes = fc.oneof(
    fc.array(bits, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    fc.uint8Array({ maxLength: 60 }).map((b) => Buffer.from(b)),
  );
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 50, 300, 1e6), (input, chunk, budget) => {
      const streams = () => {
        const seen: number[] = [];
        return { element: (o: number, l: number) => void seen.push(o, l), end: () => seen };
      };
      const options = { maxDepth: 6, budget, streams: { '*': streams, 'a.*.b': streams } };
      const whole = readJson(Buffer.from(input), options);
      const parts = readJson(new MemorySource(input), { ...options, chunk });
      expect(parts).toEqual(whole);
    }),
    { numRuns: 1000 },
  );
});
