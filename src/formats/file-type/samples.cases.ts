/** Headers of executables, as small as they may be; for tests. */

export interface PeHeader {
  magic?: number;
  machine?: number;
  characteristics?: number;
  subsystem?: number;
  clr?: number;
  sections?: number;
  /** Name, size and position in the file of the first section. */
  section?: [name: string, size: number, position: number];
  length?: number;
}

const PE = 0x80;

export function peFile(header: PeHeader = {}): Buffer {
  const { magic = 0x10b, sections = 1 } = header;
  const file = Buffer.alloc(header.length ?? 0x400);
  file.write('MZ', 0);
  file.writeUInt16LE(0x40, 0x18);
  file.writeUInt32LE(PE, 0x3c);
  file.write('PE\0\0', PE, 'latin1');
  file.writeUInt16LE(header.machine ?? 0x14c, PE + 4);
  file.writeUInt16LE(sections, PE + 6);
  file.writeUInt16LE(header.characteristics ?? 0x102, PE + 22);
  file.writeUInt16LE(magic, PE + 24);
  file.writeUInt16LE(header.subsystem ?? 2, PE + 92);
  const wide = magic === 0x20b;
  if (header.clr) file.writeUInt32LE(header.clr, PE + (wide ? 248 : 232));
  const table = PE + (wide ? 0x108 : 0xf8);
  const [name, size, position] = header.section ?? ['.text', 0, 0];
  file.write(name, table, 'latin1');
  file.writeUInt32LE(size, table + 16);
  file.writeUInt32LE(position, table + 20);
  return file;
}

export interface ElfSegment {
  type: number;
  content: Uint8Array;
}

export interface ElfHeader {
  wide?: boolean;
  big?: boolean;
  type?: number;
  machine?: number;
  flags?: number;
  system?: number;
  segments?: ElfSegment[];
}

/** An ELF file with segments and without sections. */
export function elfFile(header: ElfHeader = {}): Buffer {
  const { wide = true, big = false, segments = [] } = header;
  const headerSize = wide ? 64 : 52;
  const step = wide ? 56 : 32;
  const start = headerSize + segments.length * step;
  const file = Buffer.alloc(start + segments.reduce((sum, { content }) => sum + content.length, 0) + 1);
  const u16 = (at: number, value: number) => (big ? file.writeUInt16BE(value, at) : file.writeUInt16LE(value, at));
  const u32 = (at: number, value: number) => (big ? file.writeUInt32BE(value, at) : file.writeUInt32LE(value, at));
  const word = (at: number, value: number) => u32(wide && big ? at + 4 : at, value);
  file.write('\x7fELF', 0, 'latin1');
  file.set([wide ? 2 : 1, big ? 2 : 1, 1, header.system ?? 0], 4);
  u16(16, header.type ?? 2);
  u16(18, header.machine ?? 62);
  u32(20, 1);
  word(wide ? 32 : 28, headerSize);
  u32(wide ? 48 : 36, header.flags ?? 0);
  u16(wide ? 54 : 42, step);
  u16(wide ? 56 : 44, segments.length);
  let at = start;
  segments.forEach(({ type, content }, i) => {
    const entry = headerSize + i * step;
    u32(entry, type);
    word(entry + (wide ? 8 : 4), at);
    word(entry + (wide ? 32 : 16), content.length);
    word(entry + (wide ? 48 : 28), 4);
    file.set(content, at);
    at += content.length;
  });
  return file;
}

/** One note, in little-endian order. */
export function elfNote(name: string, type: number, content: Uint8Array): Buffer {
  const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(name.length, 0);
  head.writeUInt32LE(content.length, 4);
  head.writeUInt32LE(type, 8);
  return Buffer.concat([head, padded(Buffer.from(name, 'latin1')), padded(Buffer.from(content))]);
}

export const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
