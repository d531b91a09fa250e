import { describe, expect, it } from 'vitest';
import { peSample, versionResource } from '../../../tests/support/static-samples.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { languageNames } from './languages.ts';
import { readPe } from './read.ts';
import { readVersionInfo } from './version-info.ts';

async function read(bytes: Buffer) {
  const problems: Problem[] = [];
  const pe = await readPe(new MemorySource(bytes, 'sample.exe'), (problem) => problems.push(problem));
  return { pe: pe!, problems, codes: problems.map(({ code }) => code) };
}

const peAt = (bytes: Buffer) => bytes.readUInt32LE(0x3c);
const sectionsAt = (bytes: Buffer) => peAt(bytes) + 24 + bytes.readUInt16LE(peAt(bytes) + 20);

/** The sample with so many sections, each of which is the whole file. */
function overlapping(count: number, size: number): Buffer {
  const base = peSample();
  const head = base.subarray(0, sectionsAt(base));
  const section = Buffer.alloc(40);
  section.write('.all');
  section.writeUInt32LE(0x1000, 8);
  section.writeUInt32LE(size, 16);
  section.writeUInt32LE(0x200, 20);
  const table = Array.from({ length: count }, (_, i) => {
    const one = Buffer.from(section);
    one.writeUInt32LE(0x1000 * (i + 1), 12);
    return one;
  });
  const bytes = Buffer.concat([head, ...table, Buffer.alloc(size)]);
  bytes.writeUInt16LE(count, peAt(bytes) + 6);
  return bytes;
}

describe('hostile PE files', () => {
  it('sections that lie on each other are not read over and over', async () => {
    const { pe, codes } = await read(overlapping(500, 4 << 20));
    expect(pe.sections).toHaveLength(500);
    expect(pe.sections[0]!.entropy).toBeLessThan(0.1);
    expect(pe.sections.at(-1)!.entropy).toBeNull();
    expect(codes).toContain('STATIC_BUDGET');
  });

  it('more sections than anybody has are cut', async () => {
    const { pe, codes } = await read(overlapping(65_535, 512));
    expect(pe.headers.numberOfSections).toBe(65_535);
    expect(pe.sections).toHaveLength(1024);
    expect(codes).toContain('STATIC_LIMIT');
  });

  it('a resource folder that contains itself ends', async () => {
    const base = peSample();
    const { pe } = await read(base);
    const { rva } = pe.headers.directories[2]!;
    const at = pe.image.offsetOf(rva)!;
    base.writeUInt32LE(0x8000_0000, at + 16 + 4);
    const looped = await read(base);
    expect(looped.problems[0]).toMatchObject({
      code: 'STATIC_DAMAGED',
      message: expect.stringContaining('reached twice'),
    });
    expect(looped.pe.resources.length).toBe(pe.resources.length - 1);
  });

  it('tables that never end are cut', async () => {
    const bytes = peSample({ directories: { 1: [0x2000, 0xffff_ffff] } });
    const { pe } = await read(bytes);
    const at = pe.image.offsetOf(0x2000)!;
    for (let i = at; i + 4 <= bytes.length; i += 4) bytes.writeUInt32LE(0x2008, i);
    const endless = await read(bytes);
    expect(endless.pe.imports.length).toBeGreaterThan(0);
    expect(endless.pe.imports.reduce((sum, { functions }) => sum + functions.length, 0)).toBeLessThanOrEqual(65_536);
  });

  it('a directory outside the image costs only itself', async () => {
    const { pe, problems } = await read(peSample({ directories: { 0: [0x7fff_0000, 40] } }));
    expect(pe.exports?.functions).toEqual([]);
    expect(pe.imports).toHaveLength(2);
    expect(problems).toMatchObject([
      { code: 'STATIC_DAMAGED', where: { file: 'sample.exe' }, message: expect.stringContaining('0x7fff0004') },
    ]);
    expect(problems[0]!.where).not.toHaveProperty('offset');
  });

  it('a cut file says where it ends', async () => {
    const { pe, problems } = await read(peSample().subarray(0, sectionsAt(peSample()) + 50));
    expect(pe.sections).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'STATIC_DAMAGED',
      message: expect.stringContaining('claims 2 sections'),
    });
  });

  it('a signature that is none is damage', async () => {
    const bytes = Buffer.concat([peSample(), Buffer.from('2000000000020200', 'hex'), Buffer.alloc(24, 0x30)]);
    bytes.writeUInt32LE(peSample().length, peAt(bytes) + 24 + 96 + 32);
    bytes.writeUInt32LE(32, peAt(bytes) + 24 + 96 + 36);
    const { pe, problems } = await read(bytes);
    expect(pe.security).toMatchObject({ size: 32, signatures: [] });
    expect(problems).toMatchObject([{ code: 'STATIC_DAMAGED', where: { offset: peSample().length + 8 } }]);
  });
});

describe('parts of PE files', () => {
  it('what lies behind the bytes of a section is zero', async () => {
    const { pe } = await read(peSample());
    expect(pe.image.bytes(0x1000 + 0x200, 4)).toEqual(Buffer.alloc(4));
    expect(() => pe.image.bytes(0x1000 + 0x1000, 4)).not.toThrow();
    expect(() => pe.image.bytes(0x9000, 4)).toThrow('outside the image');
  });

  it('version strings keep their order, and names may be any', () => {
    const bytes = versionResource([
      ['__proto__', 'a'],
      ['Zoo', 'ä€'],
    ]);
    expect(readVersionInfo(bytes)).toEqual([
      { name: '__proto__', value: 'a' },
      { name: 'Zoo', value: 'ä€' },
      { name: 'Translation', value: '0x0409 0x04b0' },
    ]);
  });

  it.each([
    [0x409, 'LANG_ENGLISH', 'SUBLANG_ENGLISH_US'],
    [0x407, 'LANG_GERMAN', 'SUBLANG_GERMAN'],
    [0x0, 'LANG_NEUTRAL', 'SUBLANG_NEUTRAL'],
    [0x400, 'LANG_NEUTRAL', 'SUBLANG_DEFAULT'],
    [0x3ff, null, 'SUBLANG_NEUTRAL'],
    [0xfc09, 'LANG_ENGLISH', null],
  ])('language %i is %s, %s', (id, language, sublanguage) => {
    expect(languageNames(id)).toEqual({ language, sublanguage });
  });
});
