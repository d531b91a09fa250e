import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeStream, TooMuch } from './filters.ts';
import { type PdfDictionary, PdfName, type PdfValue } from './values.ts';

const decode = (filter: string, bytes: Buffer, limit = 1 << 20): Buffer => {
  const dictionary: PdfDictionary = new Map<string, PdfValue>([['Filter', new PdfName(filter)]]);
  return decodeStream(bytes, dictionary, limit, { left: 1 << 24 }, (value) => value ?? null);
};

it('undoes LZW as the specification has it', () => {
  const bytes = Buffer.from('800b6050220c0c8501', 'hex');
  expect([...decode('LZWDecode', bytes)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
});

it('keeps pictures as they are', () => {
  const bytes = Buffer.from([0xff, 0xd8, 0xff]);
  expect(decode('DCTDecode', bytes)).toEqual(bytes);
});

it('gives what there is of damaged data', () => {
  const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${(i * 7919) % 9973} `).join(''));
  const packed = deflateSync(text);
  packed[packed.length >> 1]! ^= 0xff;
  const got = decode('FlateDecode', packed);
  // Damage is noticed only some way behind where it is.
  expect(got.length).toBeGreaterThan(1000);
  expect(got.subarray(0, 1000).equals(text.subarray(0, 1000))).toBe(true);
  expect(decode('FlateDecode', deflateRawSync('raw')).toString()).toBe('raw');
  expect(decode('FlateDecode', Buffer.from('nonsense')).length).toBe(0);
});

it('stops where it would be too much', () => {
  const zeros = Buffer.alloc(1 << 16);
  expect(() => decode('FlateDecode', deflateSync(zeros), 1000)).toThrow(TooMuch);
  expect(() => decode('ASCII85Decode', Buffer.alloc(1000, 'z'), 1000)).toThrow(TooMuch);
  expect(() => decode('RunLengthDecode', Buffer.alloc(100, 0x81), 1000)).toThrow(TooMuch);
});

it('never throws anything else, and what is flate comes back', () => {
  const filters = ['FlateDecode', 'LZWDecode', 'ASCII85Decode', 'ASCIIHexDecode', 'RunLengthDecode', 'Other'];
  fc.assert(
    fc.property(fc.constantFrom(...filters), fc.uint8Array({ maxLength: 500 }), (filter, data) => {
      const bytes = Buffer.from(data);
      expect(decode(filter, bytes).length).toBeLessThanOrEqual(1 << 20);
      expect(decode('FlateDecode', deflateSync(bytes)).equals(bytes)).toBe(true);
    }),
  );
});
