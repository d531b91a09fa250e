import { expect, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { describeElf } from './elf.ts';
import { Peek } from './peek.ts';
import { type ElfHeader, elfFile, elfNote, words } from './samples.cases.ts';

const describeBytes = (bytes: Uint8Array) => describeElf(new Peek(new MemorySource(bytes)));
const describeHeader = (header: ElfHeader) => describeBytes(elfFile(header));

const LOAD = { type: 1, content: Buffer.alloc(8) };
const interpreter = (path: string) => ({ type: 3, content: Buffer.from(`${path}\0`) });
const dynamic = (...pairs: number[]) => ({ type: 2, content: words(...pairs) });
const notes = (...content: Buffer[]) => ({ type: 4, content: Buffer.concat(content) });

test.each<[ElfHeader, string]>([
  [{ segments: [LOAD] }, 'ELF 64-bit LSB executable, x86-64, version 1 (SYSV), statically linked, no section header'],
  [
    { wide: false, machine: 3, system: 3, segments: [LOAD] },
    'ELF 32-bit LSB executable, Intel 80386, version 1 (GNU/Linux), statically linked, no section header',
  ],
  [
    { wide: false, big: true, machine: 8, flags: 0x70001000, segments: [LOAD] },
    'ELF 32-bit MSB executable, MIPS, MIPS32 rel2 version 1 (SYSV), statically linked, no section header',
  ],
  [
    { wide: false, machine: 40, flags: 0x05000200, segments: [LOAD] },
    'ELF 32-bit LSB executable, ARM, EABI5 version 1 (SYSV), statically linked, no section header',
  ],
  [
    { machine: 243, flags: 5, segments: [LOAD] },
    'ELF 64-bit LSB executable, UCB RISC-V, RVC, double-float ABI, version 1 (SYSV), statically linked, no section header',
  ],
  [{ machine: 183, type: 1 }, 'ELF 64-bit LSB relocatable, ARM aarch64, version 1 (SYSV), no section header'],
  [
    { machine: 0xdf40 },
    'ELF 64-bit LSB executable, *unknown arch 0xffffdf40* version 1 (SYSV), no program header, no section header',
  ],
])('%j', (header, expected) => {
  expect(describeHeader(header)).toBe(expected);
});

test('an executable that is loaded with an interpreter', () => {
  const segments = [interpreter('/lib/ld-linux.so.2'), { type: 2, content: words(1, 7, 0, 0) }];
  expect(describeHeader({ wide: false, machine: 3, segments })).toBe(
    'ELF 32-bit LSB executable, Intel 80386, version 1 (SYSV), dynamically linked, interpreter /lib/ld-linux.so.2, no section header',
  );
});

test('the dynamic section tells executables from libraries', () => {
  const pie = dynamic(0x6ffffffb, 0, 0x08000000, 0);
  const needed = dynamic(1, 0, 0, 0, 0x6ffffffb, 0, 0x08000000, 0);
  const text = (segments: ElfHeader['segments']) => describeHeader({ type: 3, segments: segments! });
  expect(text([pie])).toContain('LSB pie executable, x86-64, version 1 (SYSV), static-pie linked');
  expect(text([needed])).toContain('LSB pie executable, x86-64, version 1 (SYSV), dynamically linked');
  expect(text([dynamic(1, 0, 0, 0)])).toContain('LSB shared object, x86-64, version 1 (SYSV), dynamically linked');
});

test.each([
  ['GNU\0', 1, words(0, 3, 2, 0), ', for GNU/Linux 3.2.0'],
  ['GNU\0', 1, words(9, 1, 2, 3), ', for GNU/<unknown> 1.2.3'],
  ['GNU\0', 3, Buffer.alloc(20, 0xab), `, BuildID[sha1]=${'ab'.repeat(20)}`],
  ['GNU\0', 3, Buffer.alloc(16, 1), `, BuildID[md5/uuid]=${'01'.repeat(16)}`],
  ['Go\0\0', 4, Buffer.from('a/b\x01'), ', Go BuildID=a/b\\001'],
  ['FreeBSD\0', 1, words(1300139), ', for FreeBSD 13.0 (1300139)'],
  ['FreeBSD\0', 1, words(460002), ', for FreeBSD 4.6.2'],
  ['FreeBSD\0', 1, words(491000), ', for FreeBSD 4.10'],
  ['NetBSD\0', 1, words(903000000), ', for NetBSD 9.3'],
  ['NetBSD\0', 1, words(799005600), ', for NetBSD 7.99.56'],
  ['OpenBSD\0', 1, words(0), ', for OpenBSD'],
  ['DragonFly\0', 1, words(600400), ', for DragonFly 6.0.400'],
  ['SuSE\0', 1, Buffer.from([10, 2]), ', for SuSE 10.2'],
  ['PaX\0', 3, words(0b100010), ', PaX: -mprotect,-ASLR'],
  ['NetBSD\0', 5, Buffer.from('earmv7hf\0'), ', compiled for: earmv7hf'],
] as const)('the note %j %i', (name, type, content, expected) => {
  expect(describeHeader({ segments: [notes(elfNote(name, type, content))] })).toBe(
    `ELF 64-bit LSB executable, x86-64, version 1 (SYSV)${expected}, statically linked, no section header`,
  );
});

test('only the first note of a kind counts, and a flood of notes ends', () => {
  const twice = notes(elfNote('GNU\0', 1, words(0, 3, 2, 0)), elfNote('GNU\0', 1, words(0, 9, 9, 9)));
  expect(describeHeader({ segments: [twice] })).not.toContain('9.9.9');
  const flood = notes(...Array.from({ length: 300 }, () => elfNote('X\0', 1, words(0))));
  expect(describeHeader({ segments: [flood] })).toContain(', too many notes (256)');
});

test('claims that cannot be true', () => {
  const many = elfFile({ segments: [LOAD] });
  many.writeUInt16LE(0xffff, 56);
  expect(describeBytes(many)).toContain(', too many program (65535)');
  const beyond = elfFile({ segments: [LOAD] });
  beyond.writeUInt32LE(0x7fffffff, 32);
  expect(describeBytes(beyond)).toContain(", can't read elf program headers at 2147483647");
  const wrongSize = elfFile({ segments: [LOAD] });
  wrongSize.writeUInt16LE(7, 54);
  expect(describeBytes(wrongSize)).toContain(', corrupted program header size');
  expect(describeBytes(Buffer.from('\x7fELF\x07\x01', 'latin1'))).toBe('ELF LSB, unknown class 7');
});

test('anything else is left to others', () => {
  for (const bytes of ['', '\x7fEL', 'ELF']) expect(describeBytes(Buffer.from(bytes, 'latin1'))).toBeUndefined();
});
