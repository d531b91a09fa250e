import type { Damage } from '../binary/damage.ts';
import { OutOfData, type RandomAccess } from '../binary/random-access.ts';

export interface ElfHeader {
  /** 1: 32 bits, 2: 64 bits; anything else is read as 32. */
  class: number;
  is64: boolean;
  /** 1: little-endian, 2: big-endian. */
  data: number;
  identVersion: number;
  osAbi: number;
  abiVersion: number;
  type: number;
  machine: number;
  version: number;
  entry: bigint;
  segmentsOffset: number;
  sectionsOffset: number;
  flags: number;
  headerSize: number;
  segmentEntrySize: number;
  segmentCount: number;
  sectionEntrySize: number;
  sectionCount: number;
  namesIndex: number;
}

export interface ElfSection {
  name: string;
  type: number;
  flags: number;
  address: bigint;
  offset: number;
  size: number;
  link: number;
  info: number;
  alignment: number;
  entrySize: number;
}

export interface ElfSegment {
  type: number;
  flags: number;
  offset: number;
  address: bigint;
  fileSize: number;
  memorySize: number;
  alignment: number;
}

const SECTION_LIMIT = 8192;
const SEGMENT_LIMIT = 1024;
const NAME_LIMIT = 256;

/** Throws OutOfData where the file ends within its header. */
export function readHeader(file: RandomAccess): ElfHeader {
  const [kind, data] = [file.u8(4), file.u8(5)];
  const is64 = kind === 2;
  file.littleEndian = data !== 2;
  // The 32-bit header, and how much further everything is in the other from the entry point on.
  const at = is64 ? [24, 32, 40, 48] : [24, 28, 32, 36];
  const word = (offset: number): number => (is64 ? file.size64(offset) : file.u32(offset));
  const rest = at[3]!;
  return {
    class: kind,
    is64,
    data,
    identVersion: file.u8(6),
    osAbi: file.u8(7),
    abiVersion: file.u8(8),
    type: file.u16(16),
    machine: file.u16(18),
    version: file.u32(20),
    entry: is64 ? file.u64(24) : BigInt(file.u32(24)),
    segmentsOffset: word(at[1]!),
    sectionsOffset: word(at[2]!),
    flags: file.u32(rest),
    headerSize: file.u16(rest + 4),
    segmentEntrySize: file.u16(rest + 6),
    segmentCount: file.u16(rest + 8),
    sectionEntrySize: file.u16(rest + 10),
    sectionCount: file.u16(rest + 12),
    namesIndex: file.u16(rest + 14),
  };
}

export function readSections(file: RandomAccess, header: ElfHeader, damage: Damage): ElfSection[] {
  const sections: ElfSection[] = [];
  const { sectionsOffset, sectionEntrySize } = header;
  if (sectionsOffset === 0) return sections;
  const nameOffsets: number[] = [];
  damage.attempt('section headers', () => {
    const least = header.is64 ? 64 : 40;
    if (sectionEntrySize < least) {
      if (header.sectionCount === 0) return;
      throw new OutOfData(sectionsOffset, `a section header is said to be ${sectionEntrySize} bytes long`);
    }
    let count = header.sectionCount;
    for (let i = 0; i < Math.max(count, 1); i++) {
      const section = readSection(file, sectionsOffset + i * sectionEntrySize, header.is64);
      // Too many for 16 bits: the first section's size says how many.
      if (i === 0 && count === 0) {
        count = section.section.size;
        if (count === 0) return;
      }
      sections.push(section.section);
      nameOffsets.push(section.name);
      if (sections.length >= SECTION_LIMIT && count > SECTION_LIMIT) {
        damage.limit('section headers', sectionsOffset, SECTION_LIMIT);
        return;
      }
    }
  });
  const names = sections[header.namesIndex === 0xffff ? (sections[0]?.link ?? 0) : header.namesIndex];
  if (names === undefined) return sections;
  for (const [i, section] of sections.entries()) {
    damage.attempt('section names', () => {
      section.name = file.latin1z(names.offset + nameOffsets[i]!, NAME_LIMIT);
    });
  }
  return sections;
}

function readSection(file: RandomAccess, at: number, is64: boolean): { section: ElfSection; name: number } {
  const word = (narrow: number, wide: number): number => (is64 ? file.size64(at + wide) : file.u32(at + narrow));
  return {
    name: file.u32(at),
    section: {
      name: '',
      type: file.u32(at + 4),
      flags: word(8, 8),
      address: is64 ? file.u64(at + 16) : BigInt(file.u32(at + 12)),
      offset: word(16, 24),
      size: word(20, 32),
      link: file.u32(at + (is64 ? 40 : 24)),
      info: file.u32(at + (is64 ? 44 : 28)),
      alignment: word(32, 48),
      entrySize: word(36, 56),
    },
  };
}

export function readSegments(
  file: RandomAccess,
  header: ElfHeader,
  sections: readonly ElfSection[],
  damage: Damage,
): ElfSegment[] {
  const segments: ElfSegment[] = [];
  // Too many for 16 bits: the first section says how many.
  const count = header.segmentCount === 0xffff ? (sections[0]?.info ?? 0xffff) : header.segmentCount;
  if (count === 0) return segments;
  const { segmentsOffset, segmentEntrySize, is64 } = header;
  damage.attempt('program headers', () => {
    if (segmentEntrySize < (is64 ? 56 : 32)) {
      throw new OutOfData(segmentsOffset, `a program header is said to be ${segmentEntrySize} bytes long`);
    }
    for (let i = 0; i < count; i++) {
      if (i >= SEGMENT_LIMIT) {
        damage.limit('program headers', segmentsOffset, SEGMENT_LIMIT);
        return;
      }
      const at = segmentsOffset + i * segmentEntrySize;
      const word = (narrow: number, wide: number): number => (is64 ? file.size64(at + wide) : file.u32(at + narrow));
      segments.push({
        type: file.u32(at),
        flags: file.u32(at + (is64 ? 4 : 24)),
        offset: word(4, 8),
        address: is64 ? file.u64(at + 16) : BigInt(file.u32(at + 8)),
        fileSize: word(16, 32),
        memorySize: word(20, 40),
        alignment: word(28, 48),
      });
    }
  });
  return segments;
}
