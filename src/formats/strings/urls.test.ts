import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UrlScanner } from './urls.ts';

function scan(pieces: Uint8Array[], limit = 100): string[] {
  const scanner = new UrlScanner(limit);
  for (const piece of pieces) scanner.push(piece);
  scanner.finish();
  return [...scanner.urls];
}

const DATA = Buffer.concat([
  Buffer.from('foo http://google.com/search bar\0\xff'),
  Buffer.from('https://evil.example.ru:8080/x', 'utf16le'),
  Buffer.from('\x01\x01x'),
  Buffer.from('http://odd.ru/', 'utf16le'),
  Buffer.from('\0\0http://google.com/search http://%s/ ftp://1.2.3.4\xe9/a', 'latin1'),
]);

test('URLs in both encodings, each once', () => {
  expect(scan([DATA]).sort()).toEqual([
    'ftp://1.2.3.4',
    'http://google.com/search',
    'http://odd.ru/',
    'https://evil.example.ru:8080/x',
  ]);
});

test('where the bytes are cut makes no difference', () => {
  const long = Buffer.concat([Buffer.alloc(5000, 0xff), DATA, Buffer.alloc(9000, 0), DATA]);
  const expected = scan([long]).sort();
  fc.assert(
    fc.property(fc.array(fc.nat(long.length), { maxLength: 6 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), long.length];
      expect(scan(at.slice(1).map((end, i) => long.subarray(at[i], end))).sort()).toEqual(expected);
    }),
  );
});

test('the limit', () => {
  const scanner = new UrlScanner(2);
  scanner.push(Buffer.from('http://a.ru http://b.ru http://a.ru http://c.ru http://d.ru'));
  scanner.finish();
  expect([[...scanner.urls], scanner.isFull]).toEqual([['http://a.ru', 'http://b.ru'], true]);
});

test('marks without end', () => {
  expect(scan([Buffer.alloc(300_000, '://'), Buffer.alloc(300_000, 'http://')])).toEqual([]);
});
