import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readPdf } from './read.ts';

function read(text: string | Buffer) {
  const problems: Problem[] = [];
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(text as string, 'latin1')]);
  const pdf = readPdf(new MemorySource(bytes, 'sample.pdf'), (problem) => problems.push(problem))!;
  return { pdf, codes: problems.map(({ code }) => code), scripts: pdf.versions.flatMap(({ scripts }) => scripts) };
}

const stream = (number: number, head: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${number} 0 obj<<${head}/Length ${content.length}>>stream\n`),
    content,
    Buffer.from('\nendstream endobj\n'),
  ]);
const codes = (text: string | Buffer): string[] => read(text).scripts.map(({ code }) => code);

describe('scripts, however they are hidden', () => {
  it.each([
    ['plain', '1 0 obj<</S/JavaScript/JS(a\\(1\\))>>endobj'],
    ['with a name in hexadecimal', '1 0 obj<</S/JavaScript/#4a#53(a\\(1\\))>>endobj'],
    ['with octal codes', '1 0 obj<</JS(\\141\\050\\61\\51)>>endobj'],
    ['as hexadecimal text', '1 0 obj<</JS<61 28 31 29>>>endobj'],
    ['in UTF-16', '1 0 obj<</JS<feff0061002800310029>>>endobj'],
    ['without an end', '1 0 obj<</JS(a(1))'],
    ['behind junk', '1 0 obj<< foo bar [ /x ] /JS (a(1)) >>endobj'],
    ['in the trailer', 'trailer<</Root<</OpenAction<</JS(a(1))>>>>>>'],
    ['with comments', '1 0 obj<</JS%)\n(a(1))>>endobj'],
    ['by reference', '1 0 obj<</JS 2 0 R>>endobj 2 0 obj(a(1))endobj'],
    ['that no table names', 'xref\n0 0\ntrailer<<>>startxref\n0\n%%EOF\n9 0 obj<</JS(a(1))>>endobj'],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual(['a(1)']);
  });

  it.each([
    ['Flate', '/Filter/FlateDecode', deflateSync('a(1)')],
    ['Flate that was cut', '/Filter/FlateDecode', deflateSync('a(1)').subarray(0, -3)],
    ['hexadecimal', '/Filter/ASCIIHexDecode', Buffer.from('6128 3129>')],
    ['base 85', '/Filter[/ASCII85Decode]', Buffer.from('@43iZ~>')],
    ['run lengths', '/Filter/RunLengthDecode', Buffer.from([3, 0x61, 0x28, 0x31, 0x29, 128])],
    ['two filters', '/Filter[/AHx/Fl]', Buffer.from(`${deflateSync('a(1)').toString('hex')}>`)],
    ['a length that lies', '/Length 99999', Buffer.from('a(1)')],
    [
      'a predictor',
      '/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2>>',
      deflateSync(Buffer.from([2, 0x61, 0x28, 2, 0xd0, 0x01])),
    ],
  ])('in a stream with %s', (_, head, content) => {
    const text = Buffer.concat([Buffer.from('1 0 obj<</JS 2 0 R>>endobj '), stream(2, head, content)]);
    expect(codes(text)).toEqual(['a(1)']);
  });

  it('in a form', () => {
    const xml =
      '<xdp><script contentType="application/x-javascript">a(1) &lt; 2</script><script x="formcalc">no</script></xdp>';
    const text = Buffer.concat([Buffer.from('1 0 obj<</XFA[(form) 2 0 R]>>endobj '), stream(2, '', Buffer.from(xml))]);
    expect(codes(text)).toEqual(['a(1) < 2']);
  });

  it('in a stream of objects', () => {
    const content = deflateSync('7 0 8 15 <</JS(a(1))>>  <</URI(http://x.y/)/S/URI>>');
    const { pdf } = read(stream(1, '/Type/ObjStm/N 2/First 9/Filter/FlateDecode', content));
    expect(pdf.versions[0]).toMatchObject({ scripts: [{ code: 'a(1)', object: 7 }], urls: ['http://x.y/'] });
  });
});

describe('hostile documents', () => {
  it('streams that unpack to far too much are left', () => {
    const bomb = deflateSync(Buffer.alloc(24 << 20));
    const { codes: found, pdf } = read(
      Buffer.concat(
        Array.from({ length: 8 }, (_, i) => stream(i + 1, '/Type/ObjStm/N 1/First 4/Filter/FlateDecode', bomb)),
      ),
    );
    expect(found).toEqual(['STATIC_BUDGET']);
    expect(pdf.streams).toBe(8);
  });

  it('references in a circle lead nowhere', () => {
    const { pdf, codes: found } = read(
      '1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj 3 0 obj<</JS 1 0 R/OpenAction 3 0 R/EF 3 0 R/F 3 0 R/UF 3 0 R>>endobj',
    );
    expect(found).toEqual([]);
    expect(pdf.versions[0]!.scripts).toEqual([]);
  });

  it('values in values in values end', () => {
    for (const opening of ['[', '<<', '<</a', '(']) {
      const { pdf } = read(`1 0 obj ${opening.repeat(50_000)} endobj 2 0 obj<</JS(a(1))>>endobj`);
      expect(pdf.versions.flatMap(({ scripts }) => scripts).length).toBeLessThanOrEqual(1);
    }
  });

  it('objects that never end are read only so often', () => {
    const { codes: found } = read('1 0 obj('.repeat(300_000));
    expect(found).toEqual(['STATIC_BUDGET']);
  });

  it('versions without end are cut', () => {
    const { pdf, codes: found } = read('1 0 obj<<>>endobj %%EOF\n'.repeat(3000));
    expect(found).toEqual(['STATIC_LIMIT']);
    expect(pdf.versions.length).toBeLessThanOrEqual(1025);
  });

  it('names of data are ordinary names', () => {
    const { pdf } = read('1 0 obj<</__proto__(x)/constructor 5/JS(a(1))>>endobj trailer<</Info<</Title(__proto__)>>>>');
    expect(pdf.versions[0]).toMatchObject({ metadata: { title: '__proto__' }, scripts: [{ code: 'a(1)' }] });
  });
});
