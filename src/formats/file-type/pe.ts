import type { Peek } from './peek.ts';

const SUBSYSTEMS = new Map([
  [1, '(native)'],
  [2, '(GUI)'],
  [3, '(console)'],
  [4, '(Unknown subsystem 4)'],
  [5, '(OS/2)'],
  [6, '(Unknown subsystem 6)'],
  [7, '(POSIX)'],
  [8, '(Win9x)'],
  [9, '(Windows CE)'],
  [10, '(EFI application)'],
  [11, '(EFI boot service driver)'],
  [12, '(EFI runtime driver)'],
  [13, '(EFI ROM)'],
  [14, '(XBOX)'],
  [15, '(Unknown subsystem 15)'],
  [16, '(Windows boot application)'],
]);

const MACHINES = new Map([
  [0x14c, 'Intel 80386'],
  [0x166, 'MIPS R4000'],
  [0x168, 'MIPS R10000'],
  [0x169, 'MIPS WCE v2'],
  [0x184, 'Alpha'],
  [0x1a2, 'Hitachi SH3'],
  [0x1a3, 'Hitachi SH3 DSP'],
  [0x1a6, 'Hitachi SH4'],
  [0x1a8, 'Hitachi SH5'],
  [0x1c0, 'ARM'],
  [0x1c2, 'ARM Thumb'],
  [0x1c4, 'ARMv7 Thumb'],
  [0x1d3, 'Matsushita AM33'],
  [0x1f0, 'PowerPC'],
  [0x1f1, 'PowerPC with FPU'],
  [0x1f2, 'PowerPC (big-endian)'],
  [0x200, 'Intel Itanium'],
  [0x266, 'MIPS16'],
  [0x268, 'Motorola 68000'],
  [0x290, 'PA-RISC'],
  [0x366, 'MIPSIV'],
  [0x466, 'MIPS16 with FPU'],
  [0xebc, 'EFI byte code'],
  [0x5032, 'RISC-V 32-bit'],
  [0x5064, 'RISC-V 64-bit'],
  [0x5128, 'RISC-V 128-bit'],
  [0x8664, 'x86-64'],
  [0x9041, 'Mitsubishi M32R'],
  [0xaa64, 'Aarch64'],
  [0xc0ee, 'MSIL'],
]);

const PE32 = 0x10b;
const PE32_PLUS = 0x20b;
const ROM = 0x107;
const DLL = 0x2000;
const SYSTEM = 0x1000;
const DEBUG_STRIPPED = 0x200;
/** Length of signature, file header and a 32-bit optional header: where section headers usually begin. */
const HEADERS = 0xf8;
/** The part of the section headers in which names are looked for. */
const SECTIONS = 0x140;

const NE_SYSTEMS = new Map([
  [0, 'for OS/2 1.0 or MS Windows 1-2'],
  [1, 'for OS/2 1.x'],
  [2, 'for MS Windows 3.x'],
  [3, 'for MS-DOS'],
  [4, 'for Windows 386'],
  [5, 'for Borland Operating System Services'],
  [0x81, 'for MS-DOS, Phar Lap DOS extender, OS/2'],
  [0x82, 'for MS-DOS, Phar Lap DOS extender, Windows'],
]);

/** Text for a PE or NE executable; undefined for anything else, plain DOS executables among them. */
export function describePe(file: Peek): string | undefined {
  const header = file.has(0, 'MZ') ? file.u32(0x3c) : undefined;
  if (header === undefined) return undefined;
  if (file.has(header, 'PE\0\0')) return portableExecutable(file, header);
  return file.has(header, 'NE') ? newExecutable(file, header) : undefined;
}

function portableExecutable(file: Peek, header: number): string {
  const flags = file.u16(header + 22) ?? 0;
  const machine = MACHINES.get(file.u16(header + 4) ?? 0);
  const words = [kind(file, header)];
  if (flags & DLL) words.push('(DLL)');
  const subsystem = describeSubsystem(file, header);
  if (subsystem) words.push(subsystem);
  if (machine) words.push(machine);
  else if (words.length === 1 && file.u16(header + 24) === undefined) words.push('Unknown processor type');
  if (flags & DEBUG_STRIPPED) words.push('(stripped to external PDB)');
  if (flags & SYSTEM) words.push('system file');
  if (isManaged(file, header)) words.push('Mono/.Net assembly');
  return words.join(' ') + platform(file) + packers(file, header) + sections(file, header) + selfExtractors(file);
}

function kind(file: Peek, header: number): string {
  const magic = file.u16(header + 24);
  if (magic === PE32) return 'PE32 executable';
  if (magic === PE32_PLUS) return 'PE32+ executable';
  if (magic === ROM) return 'PE ROM image';
  return magic === undefined
    ? 'PE Unknown PE signature'
    : `PE Unknown PE signature ${hex((file.i16(header + 24) ?? 0) >>> 0)}`;
}

function describeSubsystem(file: Peek, header: number): string | undefined {
  const number = file.i16(header + 92);
  if (number === undefined) return undefined;
  if (number === 0) return file.u16(header + 6) === 2 ? '(Microsoft compiled help format 2.0)' : '(Control Panel Item)';
  if (number <= 16) return SUBSYSTEMS.get(number);
  // The number that libmagic prints here is the field that follows, widened with its sign.
  return `(Unknown subsystem ${hex((file.i16(header + 94) ?? 0) >>> 0)})`;
}

/** As `%#x` writes it. */
function hex(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}

/** A CLR header directory, by its address. */
function isManaged(file: Peek, header: number): boolean {
  const magic = file.u16(header + 24);
  if (magic === PE32) return (file.i32(header + 232) ?? 0) > 0;
  return magic === PE32_PLUS && (file.i32(header + 248) ?? 0) > 0;
}

function platform(file: Peek): string {
  return file.has((file.u16(8) ?? 0) * 16, '32STUB') ? ', 32rtm DOS extender' : ', for MS Windows';
}

function sections(file: Peek, header: number): string {
  const count = file.i16(header + 6) ?? 0;
  return count > 1 ? `, ${count} sections` : '';
}

/** What names and contents of sections give away, and what follows the last section. */
function packers(file: Peek, header: number): string {
  const table = header + HEADERS;
  const named = (name: string) => file.find(table, SECTIONS, name);
  /** Position in the file, and its end, of the section whose name begins at `at`. */
  const start = (at: number) => file.u32(at + 20);
  const end = (at: number) => (file.u32(at + 20) ?? 0) + (file.u32(at + 16) ?? 0);
  let text = '';
  if (file.has(table, 'UPX0')) text += ', UPX compressed';
  if (named('PEC2') !== undefined) text += ', PECompact2 compressed';
  const upx2 = named('UPX2');
  if (upx2 !== undefined && file.has(end(upx2), 'PK\x03\x04')) text += ', ZIP self-extracting archive (Info-Zip)';
  const idata = named('.idata');
  if (idata !== undefined) {
    if (file.has(end(idata), 'PK\x03\x04')) text += ', ZIP self-extracting archive (Info-Zip)';
    if (file.has(end(idata), 'ZZ0') || file.has(end(idata), 'ZZ1')) text += ', ZZip self-extracting archive';
  }
  const rsrc = named('.rsrc');
  if (rsrc !== undefined) {
    if (file.has(end(rsrc), 'a\\\x04\x05')) text += ', WinHKI self-extracting archive';
    if (file.has(end(rsrc), 'Rar!')) text += ', RAR self-extracting archive';
    if (file.find(end(rsrc), 0x3000, 'MSCF') !== undefined) text += ', InstallShield self-extracting archive';
    if (file.find(end(rsrc), 32, 'Nullsoft') !== undefined) text += ', Nullsoft Installer self-extracting archive';
  }
  const data = named('.data');
  if (data !== undefined && file.has(start(data) ?? -1, 'WEXTRACT'))
    text += ', MS CAB-Installer self-extracting archive';
  if (named('.petite\0') !== undefined) text += ', Petite compressed';
  if (named('.WISE') !== undefined) text += ', WISE installer self-extracting archive';
  if (named('.dz\0\0\0') !== undefined) text += ', Dzip self-extracting archive';
  // libmagic looks for these two at twice the header's place.
  const far = 2 * header + 4 + HEADERS;
  if (file.find(far, 0x100, '_winzip_') !== undefined) text += ', ZIP self-extracting archive (WinZip)';
  if (file.find(far, 0x100, 'SharedD') !== undefined) text += ', Microsoft Installer self-extracting archive';
  if (file.has(0x30, 'Inno')) text += ', InnoSetup self-extracting archive';
  return text;
}

/** Marks that self-extractors leave in the DOS header and stub, or behind the DOS image. */
function selfExtractors(file: Peek): string {
  let text = '';
  if (file.find(0x20, 0xe0, 'aRJsfX') !== undefined) text += ', ARJ self-extracting archive';
  if (file.has(0x7a, 'Windows self-extracting ZIP')) text += ', ZIP self-extracting archive';
  if (file.has(0x17888, 'Rar!')) text += ', RAR self-extracting archive';
  const image = (file.u16(4) ?? 0) * 512 + (file.u16(2) ?? 0) - 512;
  if (file.has(image, 'PK\x03\x04')) text += ', ZIP self-extracting archive';
  if (file.has(image, 'Rar!')) text += ', RAR self-extracting archive';
  return text;
}

/** 16-bit Windows and OS/2. */
function newExecutable(file: Peek, header: number): string {
  if ((file.u16(0x18) ?? 0) < 0x40) return 'Windows Icons Library 16-bit';
  const system = file.u8(header + 0x36) ?? 0;
  const words = ['MS-DOS executable, NE', NE_SYSTEMS.get(system) ?? `(unknown OS ${hex(system)})`];
  const major = file.u8(header + 0x3f);
  if (major !== undefined) words.push(`(${major}.${file.u8(header + 0x3e)})`);
  words.push((file.u16(header + 0x0c) ?? 0) & 0x8000 ? '(DLL or font)' : '(EXE)');
  return words.join(' ') + selfExtractors(file);
}
