import { expect, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { describePe } from './pe.ts';
import { Peek } from './peek.ts';
import { type PeHeader, peFile } from './samples.cases.ts';

const describeBytes = (bytes: Uint8Array) => describePe(new Peek(new MemorySource(bytes)));

test.each<[PeHeader, string]>([
  [{}, 'PE32 executable (GUI) Intel 80386, for MS Windows'],
  [{ subsystem: 3, sections: 5 }, 'PE32 executable (console) Intel 80386, for MS Windows, 5 sections'],
  [{ magic: 0x20b, machine: 0x8664 }, 'PE32+ executable (GUI) x86-64, for MS Windows'],
  [{ characteristics: 0x2000 }, 'PE32 executable (DLL) (GUI) Intel 80386, for MS Windows'],
  [{ magic: 0x20b, machine: 0x8664, subsystem: 1 }, 'PE32+ executable (native) x86-64, for MS Windows'],
  [{ machine: 0xaa64, subsystem: 10 }, 'PE32 executable (EFI application) Aarch64, for MS Windows'],
  [
    { characteristics: 0x1200 },
    'PE32 executable (GUI) Intel 80386 (stripped to external PDB) system file, for MS Windows',
  ],
  [{ clr: 0x2008 }, 'PE32 executable (GUI) Intel 80386 Mono/.Net assembly, for MS Windows'],
  [{ magic: 0x20b, clr: 0x2008 }, 'PE32+ executable (GUI) Intel 80386 Mono/.Net assembly, for MS Windows'],
  [{ subsystem: 0 }, 'PE32 executable (Control Panel Item) Intel 80386, for MS Windows'],
  [{ subsystem: 99 }, 'PE32 executable (Unknown subsystem 0) Intel 80386, for MS Windows'],
  [{ magic: 0x107 }, 'PE ROM image (GUI) Intel 80386, for MS Windows'],
  [{ magic: 0x777, machine: 1 }, 'PE Unknown PE signature 0x777 (GUI), for MS Windows'],
  [{ section: ['UPX0', 0, 0] }, 'PE32 executable (GUI) Intel 80386, for MS Windows, UPX compressed'],
])('%j', (header, expected) => {
  expect(describeBytes(peFile(header))).toBe(expected);
});

test.each([
  ['.rsrc', 'Rar!', 'RAR self-extracting archive'],
  ['.rsrc', '????Nullsoft', 'Nullsoft Installer self-extracting archive'],
  ['.idata', 'PK\x03\x04', 'ZIP self-extracting archive (Info-Zip)'],
])('what follows section %s: %j', (name, mark, expected) => {
  const file = peFile({ section: [name, 0x100, 0x200] });
  file.write(mark, 0x300, 'latin1');
  expect(describeBytes(file)).toBe(`PE32 executable (GUI) Intel 80386, for MS Windows, ${expected}`);
});

test('16-bit Windows', () => {
  const file = peFile();
  file.write('NE', 0x80);
  file[0x80 + 0x36] = 2;
  file.writeUInt16LE(0x0300, 0x80 + 0x3e);
  file.writeUInt16LE(0x8000, 0x80 + 0x0c);
  expect(describeBytes(file)).toBe('MS-DOS executable, NE for MS Windows 3.x (3.0) (DLL or font)');
});

test('anything else is left to others', () => {
  for (const bytes of ['', 'M', 'MZ', `MZ${'x'.repeat(100)}`])
    expect(describeBytes(Buffer.from(bytes))).toBeUndefined();
});

test('a header that is cut anywhere says what is left of it', () => {
  const file = peFile({ sections: 3 });
  expect(describeBytes(file.subarray(0, 0x84))).toBe('PE Unknown PE signature Unknown processor type, for MS Windows');
  expect(describeBytes(file.subarray(0, 0x9a))).toBe('PE32 executable Intel 80386, for MS Windows, 3 sections');
});
