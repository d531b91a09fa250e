import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeShared, sharedData } from '../../../tests/support/shared-data.ts';
import { FileSource, MemorySource } from '../../util/byte-source.ts';
import { describeFile } from './describe.ts';

const describeBytes = (bytes: string | Uint8Array) => describeFile(new MemorySource(Buffer.from(bytes)));

test.each([
  ['', 'empty'],
  ['a', 'very short file (no magic)'],
  ['plain text\n', 'ASCII text'],
  ['two\r\nlines\r\n', 'ASCII text, with CRLF line terminators'],
  ['{"a": 1}\n', 'JSON text data'],
  ['\0\x01\x02\x03\x04\x05\x06\x07\x08', 'data'],
  ['%PDF-1.4\n1 0 obj\n<< /Type /Pages /Count 2 >>\n', 'PDF document, version 1.4, 2 pages'],
  ['<!DOCTYPE html><html><head></head></html>\n', 'HTML document, ASCII text'],
])('%j', async (text, expected) => {
  expect(await describeBytes(text)).toBe(expected);
});

test('a first line that the newer libmagic mistakes', async () => {
  expect(await describeBytes('#fields a\n#types b\n>0 string x\n1\n2\n')).toBe('ASCII text');
  expect(await describeBytes('From issue: https://example.com/\nmore\n')).toBe('ASCII text');
});

test('ZIP archives by what their first member needs', async () => {
  const member = Buffer.alloc(64);
  member.write('PK\x03\x04', 0, 'latin1');
  member[4] = 45;
  const text = (method: number) => {
    member.writeUInt16LE(method, 8);
    return describeBytes(member);
  };
  expect(await text(8)).toBe('Zip archive data, at least v4.5 to extract, compression method=deflate');
  expect(await text(99)).toBe('Zip archive data, at least v4.5 to extract, compression method=AES Encrypted');
  expect(await text(500)).toBe('Zip archive data, at least v4.5 to extract, compression method=[0x1f4]');
});

test('the size of a gzip stream is at its end, however long it is', async () => {
  const noise = Buffer.from(Uint32Array.from({ length: 500_000 }, (_, i) => Math.imul(i, 0x9e3779b1) ^ (i * i)).buffer);
  const packed = gzipSync(noise);
  expect(packed.length).toBeGreaterThan(1 << 20);
  expect(await describeBytes(packed)).toMatch(/^gzip compressed data, from Unix, original size modulo 2\^32 2000000$/);
});

test('universal binaries, wherever their slices are', async () => {
  const file = Buffer.alloc(5 << 20);
  const cpus = [
    [0x01000007, 3, 4096],
    [0x0100000c, 0, 4 << 20],
  ] as const;
  file.writeUInt32BE(0xcafebabe, 0);
  file.writeUInt32BE(cpus.length, 4);
  cpus.forEach(([cpu, kind, offset], i) => {
    file.writeUInt32BE(cpu, 8 + i * 20);
    file.writeUInt32BE(kind, 12 + i * 20);
    file.writeUInt32BE(offset, 16 + i * 20);
    file.writeUInt32LE(0xfeedfacf, offset);
    file.writeUInt32LE(cpu, offset + 4);
    file.writeUInt32LE(kind, offset + 8);
    file.writeUInt32LE(2, offset + 12);
    file.writeUInt32LE(0x00200085, offset + 24);
  });
  expect(await describeBytes(file)).toBe(
    'Mach-O universal binary with 2 architectures: ' +
      '[x86_64:Mach-O 64-bit x86_64 executable, flags:<NOUNDEFS|DYLDLINK|TWOLEVEL|PIE>] ' +
      '[arm64:Mach-O 64-bit arm64 executable, flags:<NOUNDEFS|DYLDLINK|TWOLEVEL|PIE>]',
  );
});

/** Where a newer libmagic knows better. */
const BETTER: { readonly [file: string]: string } = {
  'office/oletools/oleobj_external_link_sample_with_external_link_to_doc.docx': 'Microsoft Word 2007+',
  'pdf/cuckoo/pdf0.pdf': 'PDF document, version 1.5, 3 pages',
};

describeShared('the static collection', () => {
  test('is described as file 5.44 does', async () => {
    const known: { [file: string]: string } = JSON.parse(
      readFileSync(new URL('./testdata/types-5.44.json', import.meta.url), 'utf8'),
    );
    const got: { [file: string]: string } = {};
    for (const file of Object.keys(known)) {
      const source = new FileSource(sharedData(`5-static/${file}`));
      got[file] = await describeFile(source);
      source.close();
    }
    expect(Object.keys(got).length).toBeGreaterThan(100);
    expect(got).toEqual({ ...known, ...BETTER });
  });
});
