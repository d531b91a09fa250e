import { expect, test } from 'vitest';
import { StringScanner, type StringScanOptions } from './scan.ts';

type Found = [encoding: string, offset: number, length: number, text: string];

function scan(pieces: Uint8Array[], options?: StringScanOptions): Found[] {
  const found: Found[] = [];
  const scanner = new StringScanner((...[encoding, offset, length, text]) => {
    found.push([encoding, offset, length, text()]);
  }, options);
  for (const piece of pieces) scanner.push(piece);
  scanner.finish();
  return found;
}

const bytes = (text: string) => Buffer.from(text, 'latin1');
const wide = (text: string) => Buffer.from(text, 'utf16le');

test('runs of six and more, with their offsets; tabs and line ends end them', () => {
  expect(scan([bytes('\0short\0sixsix\nseven77\t\x1fsep__\x7flast__')])).toEqual([
    ['ascii', 7, 6, 'sixsix'],
    ['ascii', 14, 7, 'seven77'],
    ['ascii', 22, 6, '\x1fsep__'],
    ['ascii', 29, 6, 'last__'],
  ]);
});

test('UTF-16LE at even and odd positions, and its neighbours', () => {
  const data = Buffer.concat([
    wide('even12'),
    bytes('\xff'),
    wide('odd123'),
    bytes('\0\0'),
    wide('five5'),
    bytes('\0'),
  ]);
  expect(scan([data])).toEqual([
    ['utf16', 0, 6, 'even12'],
    ['utf16', 13, 6, 'odd123'],
  ]);
});

test('ASCII directly before UTF-16: the last letter counts in both', () => {
  expect(scan([Buffer.concat([bytes('abcdef'), wide('ghijkl')])])).toEqual([
    ['ascii', 0, 7, 'abcdefg'],
    ['utf16', 6, 6, 'ghijkl'],
  ]);
});

test('a text that is too long is cut, and its length is that of the whole', () => {
  const data = Buffer.concat([bytes('x'.repeat(5000)), bytes('\xff'), wide('y'.repeat(3000))]);
  const [ascii, utf16] = scan([data], { longest: 10 });
  // The first letter of the chain is a run of one.
  expect([ascii, utf16]).toEqual([
    ['ascii', 0, 5000, 'xxxxxxxxxx'],
    ['utf16', 5001, 3000, 'yyyyyyyyyy'],
  ]);
});

test('a shorter minimum', () => {
  expect(scan([bytes('a\0\0bc')], { minimum: 1 })).toEqual(
    [
      ['ascii', 0, 1, 'a'],
      ['ascii', 3, 2, 'bc'],
      ['utf16', 0, 1, 'a'],
    ].sort((a, b) => (a[1]! as number) - (b[1]! as number) || 0),
  );
});

test('nothing in nothing', () => {
  expect(scan([])).toEqual([]);
  expect(scan([new Uint8Array()])).toEqual([]);
});
