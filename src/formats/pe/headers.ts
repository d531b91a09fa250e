import type { Damage } from '../binary/damage.ts';
import { OutOfData, type RandomAccess } from '../binary/random-access.ts';

export interface Directory {
  rva: number;
  size: number;
}

/** The headers as they stand in the file. */
export interface PeHeaders {
  /** Where `PE\0\0` is. */
  offset: number;
  machine: number;
  numberOfSections: number;
  /** Seconds since 1970. */
  timestamp: number;
  characteristics: number;
  sizeOfOptionalHeader: number;
  magic: number;
  is64: boolean;
  linkerVersion: string;
  entryPoint: number;
  imageBase: bigint;
  sectionAlignment: number;
  fileAlignment: number;
  osVersion: string;
  imageVersion: string;
  subsystemVersion: string;
  sizeOfImage: number;
  sizeOfHeaders: number;
  checksum: number;
  checksumOffset: number;
  subsystem: number;
  dllCharacteristics: number;
  /** At most 16. */
  directories: Directory[];
  directoriesOffset: number;
  sectionsOffset: number;
}

export interface Section {
  name: string;
  virtualAddress: number;
  virtualSize: number;
  rawAddress: number;
  rawSize: number;
  characteristics: number;
  /** Where Windows takes its bytes from, and how many of those the file has. */
  dataStart: number;
  dataSize: number;
}

export const MAGIC_64 = 0x20b;
const MAGIC_32 = 0x10b;
const MAGIC_ROM = 0x107;
/** What Windows loads at most. */
const MAX_SECTIONS = 96;
/** What is read at most; the rest can't be meant. */
const SECTION_LIMIT = 1024;
const HEADER_LIMIT = 24 + 0x10000;

/** What stands at the place of the PE header: `NE`, `LE` …; undefined where the file is no executable at all. */
export function executableKind(file: RandomAccess): string | undefined {
  const head = file.part(0, 0x40);
  if (!/^(?:MZ|ZM)/.test(head.toString('latin1', 0, 2))) return undefined;
  if (head.length < 0x40) return 'MZ';
  const mark = file.part(head.readUInt32LE(0x3c), 4).toString('latin1');
  if (mark === 'PE\0\0') return 'PE';
  return /^(?:NE|LE|LX|W3|W4)/.test(mark) ? mark.slice(0, 2) : 'MZ';
}

/** Reads the headers of a file whose `executableKind` is PE. Fields past the end of the file are zero, as in memory. */
export function readHeaders(file: RandomAccess, damage: Damage): PeHeaders {
  const offset = file.part(0, 0x40).readUInt32LE(0x3c);
  const head = Buffer.alloc(24 + 240 + 64);
  const got = file.part(offset, head.length);
  got.copy(head);
  const opt = 24;
  const u16 = (at: number) => head.readUInt16LE(at);
  const u32 = (at: number) => head.readUInt32LE(at);
  const magic = u16(opt);
  const is64 = magic === MAGIC_64;
  if (magic !== MAGIC_32 && !is64 && magic !== MAGIC_ROM) {
    damage.damaged('optional header', offset + opt, `its magic number is 0x${magic.toString(16)}`);
  }
  const version = (at: number) => `${u16(at)}.${u16(at + 2)}`;
  const directoriesAt = opt + (is64 ? 112 : 96);
  const claimed = u32(directoriesAt - 4);
  if (claimed > 16) damage.damaged('data directories', offset + directoriesAt - 4, `it claims ${claimed} of them`);
  const directories = Array.from({ length: Math.min(claimed, 16) }, (_, i) => ({
    rva: u32(directoriesAt + i * 8),
    size: u32(directoriesAt + i * 8 + 4),
  }));
  const sizeOfOptionalHeader = u16(20);
  return {
    offset,
    machine: u16(4),
    numberOfSections: u16(6),
    timestamp: u32(8),
    characteristics: u16(22),
    sizeOfOptionalHeader,
    magic,
    is64,
    linkerVersion: `${head[opt + 2]}.${head[opt + 3]}`,
    entryPoint: u32(opt + 16),
    imageBase: is64 ? head.readBigUInt64LE(opt + 24) : BigInt(u32(opt + 28)),
    sectionAlignment: u32(opt + 32),
    fileAlignment: u32(opt + 36),
    osVersion: version(opt + 40),
    imageVersion: version(opt + 44),
    subsystemVersion: version(opt + 48),
    sizeOfImage: u32(opt + 56),
    sizeOfHeaders: u32(opt + 60),
    checksum: u32(opt + 64),
    checksumOffset: offset + opt + 64,
    subsystem: u16(opt + 68),
    dllCharacteristics: u16(opt + 70),
    directories,
    directoriesOffset: offset + directoriesAt,
    sectionsOffset: offset + opt + sizeOfOptionalHeader,
  };
}

export function readSections(file: RandomAccess, headers: PeHeaders, damage: Damage): Section[] {
  const sections: Section[] = [];
  const count = Math.min(headers.numberOfSections, SECTION_LIMIT);
  const flat = isFlat(headers);
  for (let i = 0; i < count; i++) {
    const at = headers.sectionsOffset + i * 40;
    if (at - headers.offset > HEADER_LIMIT + SECTION_LIMIT * 40) break;
    const entry = file.part(at, 40);
    if (entry.length < 40) {
      damage.damaged('section table', at, `it claims ${headers.numberOfSections} sections and ends after ${i}`);
      break;
    }
    const rawAddress = entry.readUInt32LE(20);
    const rawSize = entry.readUInt32LE(16);
    const dataStart = flat ? rawAddress : rawAddress - (rawAddress % 512);
    const name = entry.subarray(0, 8).toString('latin1');
    sections.push({
      name: name.replace(/\0+$/, ''),
      virtualAddress: entry.readUInt32LE(12),
      virtualSize: entry.readUInt32LE(8),
      rawAddress,
      rawSize,
      characteristics: entry.readUInt32LE(36),
      dataStart,
      dataSize: rawAddress === 0 ? 0 : Math.max(0, Math.min(rawSize, file.size - dataStart)),
    });
  }
  if (headers.numberOfSections > SECTION_LIMIT) damage.limit('section table', headers.sectionsOffset, SECTION_LIMIT);
  else if (headers.numberOfSections > MAX_SECTIONS) {
    damage.damaged('section table', headers.offset + 6, `Windows loads at most ${MAX_SECTIONS} sections`);
  }
  return sections;
}

/** With an alignment below a page, Windows maps the file as it is. */
export function isFlat(headers: PeHeaders): boolean {
  return headers.sectionAlignment < 0x1000;
}

const PAGE = 0x1000;
const upToPage = (size: number): number => Math.ceil(size / PAGE) * PAGE;

/** A PE file seen as Windows would lay it out in memory, by addresses relative to its base. */
export class PeImage {
  readonly file: RandomAccess;
  readonly headers: PeHeaders;
  readonly sections: readonly Section[];

  constructor(file: RandomAccess, headers: PeHeaders, sections: readonly Section[]) {
    this.file = file;
    this.headers = headers;
    this.sections = sections;
  }

  /** Size of a pointer in bytes. */
  get width(): 4 | 8 {
    return this.headers.is64 ? 8 : 4;
  }

  directory(index: number): Directory | undefined {
    const directory = this.headers.directories[index];
    return directory === undefined || directory.rva === 0 ? undefined : directory;
  }

  /** The section that an address is in. */
  sectionOf(rva: number): Section | undefined {
    return this.sections.find(
      (section) => rva >= section.virtualAddress && rva < section.virtualAddress + extent(section),
    );
  }

  /** Where the byte of an address is in the file; undefined where memory has one that the file hasn't, or none. */
  offsetOf(rva: number): number | undefined {
    const place = this.#place(rva);
    return place !== undefined && place.inFile > 0 ? place.offset : undefined;
  }

  /** Where an address is, for saying so: its offset, or -1 where the file does not have it. */
  where(rva: number): number {
    return this.offsetOf(rva) ?? -1;
  }

  /** Bytes from an address on: those of the file, then the zeros that memory has. Throws OutOfData beyond it. */
  bytes(rva: number, length: number): Buffer {
    const place = this.#place(rva);
    if (place === undefined || place.inMemory < length) {
      throw new OutOfData(this.where(rva), `the address 0x${rva.toString(16)} is outside the image`);
    }
    if (place.inFile >= length) return this.file.bytes(place.offset, length);
    const bytes = Buffer.alloc(length);
    this.file.part(place.offset, Math.max(0, place.inFile)).copy(bytes);
    return bytes;
  }

  /** At most so many bytes; fewer where the section ends. */
  part(rva: number, length: number): Buffer {
    const place = this.#place(rva);
    return place === undefined ? Buffer.alloc(0) : this.bytes(rva, Math.min(length, place.inMemory));
  }

  u16(rva: number): number {
    const at = this.#direct(rva, 2);
    return at === undefined ? this.bytes(rva, 2).readUInt16LE() : this.file.u16(at);
  }

  u32(rva: number): number {
    const at = this.#direct(rva, 4);
    return at === undefined ? this.bytes(rva, 4).readUInt32LE() : this.file.u32(at);
  }

  /** A pointer of the image's width. */
  pointer(rva: number): bigint {
    const at = this.#direct(rva, this.width);
    if (at !== undefined) return this.width === 8 ? this.file.u64(at) : BigInt(this.file.u32(at));
    const bytes = this.bytes(rva, this.width);
    return this.width === 8 ? bytes.readBigUInt64LE() : BigInt(bytes.readUInt32LE());
  }

  /** Text up to a zero, a character for each byte, at most `limit` of them. Throws OutOfData outside the image. */
  latin1z(rva: number, limit: number): string {
    const bytes = this.part(rva, limit);
    if (bytes.length === 0) throw new OutOfData(-1, `the address 0x${rva.toString(16)} is outside the image`);
    const end = bytes.indexOf(0);
    return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
  }

  /** The relative address of an absolute one. */
  rvaOf(address: bigint): number {
    return Number(address - this.headers.imageBase);
  }

  #direct(rva: number, length: number): number | undefined {
    const place = this.#place(rva);
    return place !== undefined && place.inFile >= length ? place.offset : undefined;
  }

  #last: Section | undefined;

  #place(rva: number): { offset: number; inFile: number; inMemory: number } | undefined {
    if (!(rva >= 0)) return undefined;
    if (isFlat(this.headers)) {
      if (rva >= Math.max(this.file.size, this.headers.sizeOfImage)) return undefined;
      const inMemory = upToPage(Math.max(this.file.size, this.headers.sizeOfImage)) - rva;
      return { offset: rva, inFile: this.file.size - rva, inMemory };
    }
    let section = this.#last;
    if (section === undefined || rva < section.virtualAddress || rva >= section.virtualAddress + extent(section)) {
      section = this.sectionOf(rva);
      this.#last = section;
    }
    if (section !== undefined) {
      const inside = rva - section.virtualAddress;
      const virtual = extent(section);
      const inFile = Math.min(section.dataSize, virtual) - inside;
      return { offset: section.dataStart + inside, inFile, inMemory: virtual - inside };
    }
    const first = this.sections[0]?.virtualAddress ?? this.file.size;
    const headerSize = Math.max(this.headers.sizeOfHeaders, Math.min(PAGE, first));
    if (rva >= headerSize) return undefined;
    return { offset: rva, inFile: Math.min(this.file.size, headerSize) - rva, inMemory: upToPage(headerSize) - rva };
  }
}

/** Bytes that a section takes in memory. */
function extent(section: Section): number {
  const size = section.virtualSize === 0 ? section.rawSize : section.virtualSize;
  return upToPage(size);
}
