import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { describeFile } from './describe.ts';
import { describeElf } from './elf.ts';
import { describePe } from './pe.ts';
import { Peek } from './peek.ts';
import { elfFile, elfNote, peFile, words } from './samples.cases.ts';
import { describeShortcut } from './shortcut.ts';

const shortcut = Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(60, 1)]);
const elf = (wide: boolean, big: boolean) =>
  elfFile({
    wide,
    big,
    segments: [
      { type: 3, content: Buffer.from('/lib/ld.so\0') },
      { type: 2, content: words(1, 0, 1, 0) },
      { type: 4, content: elfNote('GNU\0', 1, words(0, 1, 2, 3)) },
    ],
  });

/** Headers with some bytes changed, cut somewhere. */
const damaged = fc
  .tuple(
    fc.constantFrom(peFile(), peFile({ magic: 0x20b }), elf(true, false), elf(false, false), elf(true, true), shortcut),
    fc.array(fc.tuple(fc.nat(0x200), fc.oneof(fc.constantFrom(0, 0x7f, 0x80, 0xff), fc.nat(255))), { maxLength: 6 }),
    fc.option(fc.nat(0x400), { nil: Number.MAX_SAFE_INTEGER }),
  )
  .map(([original, changes, end]) => {
    const file = Buffer.from(original);
    for (const [at, byte] of changes) if (at >= 4 && at < file.length) file[at] = byte;
    return file.subarray(0, end);
  });

test('damaged executables are described all the same, in printable words', () => {
  fc.assert(
    fc.property(damaged, (bytes) => {
      const peek = () => new Peek(new MemorySource(bytes));
      const text = describePe(peek()) ?? describeElf(peek()) ?? describeShortcut(peek()) ?? '';
      expect(text).toMatch(/^[\x20-\x7e]*$/);
    }),
    { numRuns: 2000 },
  );
});

test('any bytes have a type', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 600, size: 'max' }), damaged), async (bytes) => {
      expect(await describeFile(new MemorySource(bytes))).not.toBe('');
    }),
    { numRuns: 300 },
  );
});

test('reading stays inside a source that lies about its size', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, fc.nat(5000), async (bytes, more) => {
      const memory = new MemorySource(bytes);
      const source = {
        name: 'x',
        size: bytes.length + more,
        read: (target: Uint8Array, at: number) => memory.read(target, at),
        close() {},
      };
      expect(await describeFile(source)).not.toBe('');
    }),
    { numRuns: 200 },
  );
});
