import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { PdfDocument } from './document.ts';
import { openEncryption } from './encryption.ts';
import { type PdfDictionary, PdfName, PdfStream, PdfString, type PdfValue } from './values.ts';

const resolve = (value: PdfValue | undefined): PdfValue => value ?? null;

it('AES-256 with the empty password', () => {
  const bytes = readFileSync(new URL('./testdata/encrypted-r6.pdf', import.meta.url));
  const document = new PdfDocument(bytes, new Damage(new MemorySource(bytes), 'PDF', () => {}));
  expect(document.decryptor!.encryption).toMatchObject({ revision: 6, method: 'AES-256', isOpen: true });
  const streams = document.objects.map(({ value }) => value).filter((value) => value instanceof PdfStream);
  const contents = streams.map((stream) => document.content(stream).toString('latin1'));
  expect(contents.join('\n')).toMatch(/\bBT\b[\s\S]*\bTj\b[\s\S]*\bET\b/);
});

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

it('AES-128 with a password', () => {
  const id = Buffer.from('0123456789abcdef');
  const owner = Buffer.alloc(32, 5);
  const padded = Buffer.concat([Buffer.from('secret'), PADDING]).subarray(0, 32);
  let key = createHash('md5')
    .update(padded)
    .update(owner)
    .update(Buffer.from([0xfc, 0xff, 0xff, 0xff]))
    .update(id)
    .digest();
  for (let i = 0; i < 50; i++) key = createHash('md5').update(key).digest();
  const dictionary: PdfDictionary = new Map<string, PdfValue>([
    ['Filter', new PdfName('Standard')],
    ['V', 4],
    ['R', 4],
    ['P', -4],
    ['O', new PdfString(owner)],
    ['U', new PdfString(Buffer.alloc(32))],
    ['StmF', new PdfName('StdCF')],
    ['StrF', new PdfName('StdCF')],
    ['CF', new Map([['StdCF', new Map([['CFM', new PdfName('AESV2')]])]])],
  ]);
  const decryptor = openEncryption(dictionary, id, resolve, Buffer.from('secret'));
  expect(decryptor.encryption).toMatchObject({ method: 'AES-128', keyLength: 128, isOpen: false });
  const own = createHash('md5')
    .update(key)
    .update(Buffer.from([7, 0, 0, 0, 0]))
    .update('sAlT')
    .digest();
  const vector = Buffer.alloc(16, 9);
  const cipher = createCipheriv('aes-128-cbc', own, vector);
  const encrypted = Buffer.concat([vector, cipher.update('a(1)'), cipher.final()]);
  expect(decryptor.decrypt(encrypted, 7, 0, 'text').toString()).toBe('a(1)');
  expect(decryptor.decryptBy('Identity', encrypted, 7, 0)).toEqual(encrypted);
});

it('what is cut or unknown gives nothing rather than an error', () => {
  const handler: PdfDictionary = new Map<string, PdfValue>([['Filter', new PdfName('Adobe.PubSec')]]);
  expect(openEncryption(handler, Buffer.alloc(0), resolve).encryption).toMatchObject({ isOpen: false });
  for (const version of [1, 2, 4, 5, 9]) {
    const broken: PdfDictionary = new Map<string, PdfValue>([
      ['Filter', new PdfName('Standard')],
      ['V', version],
      ['R', version + 1],
      ['Length', -8],
    ]);
    const { encryption } = openEncryption(broken, Buffer.alloc(0), resolve);
    expect(encryption.isOpen).toBe(false);
  }
});
