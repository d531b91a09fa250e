import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StringScanner } from './scan.ts';

type Found = [encoding: string, offset: number, length: number, text: string];

function scan(pieces: Uint8Array[], longest: number): Found[] {
  const found: Found[] = [];
  const scanner = new StringScanner(
    (encoding, offset, length, text) => found.push([encoding, offset, length, text()]),
    { minimum: 3, longest },
  );
  for (const piece of pieces) scanner.push(piece);
  scanner.finish();
  return found;
}

/** What regular expressions find, which is the definition. */
function expected(bytes: Buffer, longest: number): Found[] {
  const text = bytes.toString('latin1');
  const found: Found[] = [];
  for (const { index, 0: run } of text.matchAll(/[\x1f-\x7e]{3,}/g)) {
    found.push(['ascii', index, run.length, run.slice(0, longest)]);
  }
  for (const { index, 0: run } of text.matchAll(/(?:[\x1f-\x7e]\0){3,}/g)) {
    found.push(['utf16', index, run.length / 2, run.replaceAll('\0', '').slice(0, longest)]);
  }
  return found;
}

const data = fc
  .array(fc.oneof(fc.constantFrom(0, 0, 0x41, 0x42, 0x1e, 0xff), fc.nat(255)), { maxLength: 200 })
  .map((list) => Buffer.from(list));

test('finds what the regular expressions of the definition find, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      data,
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.integer({ min: 1, max: 8 }),
      (bytes, cuts, longest) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, i) => new Uint8Array(bytes.subarray(at[i], end)));
        const found = scan(pieces, longest);
        const of = (encoding: string, list: Found[]) => list.filter(([each]) => each === encoding);
        const wanted = expected(bytes, longest);
        expect(of('ascii', found)).toEqual(of('ascii', wanted));
        expect(of('utf16', found)).toEqual(of('utf16', wanted));
      },
    ),
    { numRuns: 3000 },
  );
});
