import { findIndicators } from '../src/formats/indicators/find.ts';
import { StringScanner } from '../src/formats/strings/scan.ts';

/** Any bytes: their strings, and what indicators these hold, as ASCII and as UTF-16. */
export function fuzz(data: Uint8Array): void {
  const visit = () => {};
  const scanner = new StringScanner((_encoding, _offset, _length, text) => findIndicators(text(), visit));
  for (let at = 0; at < data.length; at += 97) scanner.push(data.subarray(at, at + 97));
  scanner.finish();
  findIndicators(Buffer.from(data).toString('utf8'), visit);
}

export const corpus = (): Uint8Array[] =>
  [
    'see http://user@evil.example.com:80/a.php?x=1, (https://foo.bar.ru/x_(y)) and robin@mail.co.uk',
    'http://[2001:db8::1]:80/ hxxp://1.2.3.4/ 8.8.8.8:53 2a00:1450:4001:81b::200e',
    '5eb63bbbe01eeed093cb22bb8f5acdc3 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
  ].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
