import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dumpOf, mappedPe } from '../../../tests/support/memory-dump-writer.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readImage, unmapImage } from './image.ts';
import { MemoryView, protectText, readMemoryDump } from './read.ts';

const read = (bytes: Uint8Array, limit = 1000) => readMemoryDump(new MemorySource(bytes), limit);

describe('readMemoryDump', () => {
  it('gives regions with the places of their bytes', () => {
    const { regions, damage } = read(
      dumpOf([
        { address: 0x400000n, bytes: Buffer.alloc(0x1000, 1), state: 0x1000, type: 0x1000000, protect: 2 },
        { address: 0xffff_8000_0000_0000n, bytes: Buffer.alloc(0x2000, 2), protect: 0x40 },
      ]),
    );
    expect(damage).toBeUndefined();
    expect(regions).toEqual([
      { address: 0x400000n, size: 0x1000, state: 0x1000, type: 0x1000000, protect: 2, offset: 24 },
      { address: 0xffff_8000_0000_0000n, size: 0x2000, state: 0, type: 0, protect: 0x40, offset: 0x1030 },
    ]);
  });

  it('keeps what comes before damage, and says where that is', () => {
    const dump = dumpOf([
      { address: 0x1000n, bytes: Buffer.alloc(100) },
      { address: 0x2000n, bytes: Buffer.alloc(100) },
    ]);
    expect(read(dump.subarray(0, 200))).toMatchObject({
      regions: [{ size: 100 }, { size: 52 }],
      damage: { offset: 124, reason: 'a region of 100 bytes begins, 52 of them are there' },
    });
    expect(read(dump.subarray(0, 130))).toMatchObject({ regions: [{}], damage: { offset: 124 } });
    expect(read(Buffer.from('MDMP....'))).toMatchObject({
      regions: [],
      damage: { offset: 0, reason: expect.stringContaining('minidump') },
    });
    expect(read(dump, 1)).toMatchObject({ regions: [{}], damage: { reason: 'there are more than 1 regions' } });
    expect(read(Buffer.alloc(24, 0x11))).toMatchObject({ regions: [], damage: { offset: 0 } });
    expect(read(Buffer.alloc(0))).toEqual({ regions: [] });
  });

  it('answers on any bytes, and wherever a dump is cut', () => {
    const dump = dumpOf([
      { address: 0x1000n, bytes: Buffer.alloc(50) },
      { address: 0x3000n, bytes: Buffer.alloc(0) },
    ]);
    const cut = fc.nat(dump.length).map((end) => dump.subarray(0, end));
    fc.assert(
      fc.property(fc.oneof(cut, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        for (const { offset, size } of read(bytes).regions) expect(offset + size).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

test('letters for protections', () => {
  const all = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x104];
  expect(all.map(protectText)).toEqual([null, 'r', 'rw', 'rwc', 'rx', 'rx', 'rwx', 'rwxc', null]);
});

describe('MemoryView', () => {
  const dump = dumpOf([
    { address: 0x3000n, bytes: Buffer.alloc(0x10, 3) },
    { address: 0x1000n, bytes: Buffer.alloc(0x1000, 1) },
    { address: 0x2000n, bytes: Buffer.alloc(0x8, 2) },
  ]);
  const view = new MemoryView(new MemorySource(dump), read(dump).regions);
  const at = (address: bigint, length: number) => {
    const target = new Uint8Array(length).fill(9);
    return [view.read(target, address), [...target]];
  };

  it('reads across regions, and zeros where there are none', () => {
    expect(at(0x1ffen, 4)).toEqual([4, [1, 1, 2, 2]]);
    expect(at(0x2006n, 4)).toEqual([2, [2, 2, 0, 0]]);
    expect(at(0x300en, 4)).toEqual([2, [3, 3, 0, 0]]);
    expect(at(0x9000n, 2)).toEqual([0, [0, 0]]);
    expect(at(0xffen, 3)).toEqual([1, [0, 0, 1]]);
  });
});

describe('images', () => {
  const address = 0x400000n;
  const { mapped, file } = mappedPe();
  const viewOf = (bytes: Uint8Array) => {
    const dump = dumpOf([{ address, bytes }]);
    return new MemoryView(new MemorySource(dump), read(dump).regions);
  };

  it('are put back together', () => {
    const view = viewOf(mapped);
    const image = readImage(view, address)!;
    expect(image).toMatchObject({ size: mapped.length, isDll: false, machine: 0x14c, timestamp: 0x5f000000 });
    expect(Buffer.from(unmapImage(view, image, 1 << 20)!).equals(file)).toBe(true);
  });

  it('that are longer than the limit are not', () => {
    const view = viewOf(mapped);
    expect(unmapImage(view, readImage(view, address)!, 100)).toBeUndefined();
  });

  it('with any bytes changed end', () => {
    const change = fc.array(fc.tuple(fc.nat(0x3ff), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(change, (changes) => {
        const bytes = Buffer.from(mapped);
        for (const [at, value] of changes) bytes[at] = value;
        const view = viewOf(bytes);
        const image = readImage(view, address);
        if (image) unmapImage(view, image, 1 << 20);
      }),
    );
  });
});
