import { describe, expect, it } from 'vitest';
import { oleFile } from '../../../tests/support/ole-writer.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { type CompoundFile, openCompoundFile } from './compound-file.ts';

const big = Buffer.from(Array.from({ length: 9000 }, (_, i) => i & 0xff));
const sample = () =>
  oleFile({
    Big: big,
    Empty: Buffer.alloc(0),
    '\u0001Small': Buffer.from('small'),
    Folder: { Inner: { Deep: Buffer.from('deep') }, Other: Buffer.alloc(100, 7) },
  });

function open(bytes: Buffer): { file: CompoundFile | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const source = new MemorySource(bytes, 'sample');
  return { file: openCompoundFile(source, new Damage(source, 'OLE', (problem) => problems.push(problem))), problems };
}

const read = (file: CompoundFile | undefined, path: string) => file!.read(file!.find(path)!).toString('latin1');

describe('a compound file', () => {
  it('has its storages and streams with their bytes', () => {
    const { file, problems } = open(sample());
    expect(file!.streams().map(({ path, size }) => [path, size])).toEqual([
      ['Big', 9000],
      ['Empty', 0],
      ['\u0001Small', 5],
      ['Folder/Inner/Deep', 4],
      ['Folder/Other', 100],
    ]);
    expect(read(file, 'big')).toBe(big.toString('latin1'));
    expect(read(file, 'Empty')).toBe('');
    expect(read(file, 'FOLDER/Inner/Deep')).toBe('deep');
    expect(read(file, '\u0001Small')).toBe('small');
    expect(file!.children(file!.find('Folder')!).map(({ name }) => name)).toEqual(['Inner', 'Other']);
    expect(problems).toEqual([]);
  });

  it('gives a part of a stream', () => {
    const { file } = open(sample());
    expect(file!.read(file!.find('Big')!, 700)).toEqual(big.subarray(0, 700));
  });

  it('stops where a chain comes back to itself', () => {
    const bytes = sample();
    const fatAt = bytes.length - 512;
    const start = open(bytes).file!.find('Big')!.start;
    bytes.writeUInt32LE(start, fatAt + start * 4);
    const { file, problems } = open(bytes);
    expect(file!.read(file!.find('Big')!)).toHaveLength(512);
    expect(problems.map(({ code }) => code)).toEqual(['STATIC_DAMAGED', 'STATIC_DAMAGED']);
  });

  it('keeps what is there of a file that was cut', () => {
    const bytes = sample();
    const { file, problems } = open(bytes.subarray(0, 6000));
    expect(file).toBeDefined();
    expect(problems.length).toBeGreaterThan(0);
  });

  it('reads no more than a few times its size, however many streams share sectors', () => {
    const streams = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`s${i}`, Buffer.alloc(0)]));
    const bytes = oleFile({ big: Buffer.alloc(100_000, 1), ...streams });
    const { file, problems } = open(bytes);
    const shared = file!.find('big')!;
    let total = 0;
    for (let i = 0; i < 400; i++) total += file!.read({ ...shared }).length;
    expect(total).toBeLessThanOrEqual(bytes.length * 4 + (4 << 20));
    expect(problems.map(({ code }) => code)).toContain('STATIC_BUDGET');
  });

  it('lists what no storage refers to', () => {
    const bytes = oleFile({ a: Buffer.from('1'), b: Buffer.from('2') });
    const name = Buffer.from('b\0', 'utf16le');
    const entryA = bytes.indexOf(Buffer.from('a\0\0\0', 'latin1'));
    expect(bytes.indexOf(name)).toBeGreaterThan(entryA);
    bytes.writeUInt32LE(0xffff_ffff, entryA + 72);
    const { file } = open(bytes);
    expect(file!.find('b')).toMatchObject({ isOrphan: true });
    expect(read(file, 'b')).toBe('2');
  });

  it('is none where the bytes are something else', () => {
    expect(open(Buffer.from('PK\x03\x04')).file).toBeUndefined();
  });
});
