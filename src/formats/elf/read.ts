import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { measure } from '../binary/measure.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { type DynamicEntry, readDynamic } from './dynamic.ts';
import { type ElfHeader, type ElfSection, type ElfSegment, readHeader, readSections, readSegments } from './headers.ts';
import { ElfImage } from './image.ts';
import { type Note, readNotes } from './notes.ts';
import { type RelocationSection, readRelocations } from './relocations.ts';
import { readSymbols, type SymbolTable } from './symbols.ts';

export interface MeasuredElfSection extends ElfSection {
  /** Null where the section has no bytes in the file, or all of them together are far more than the file. */
  entropy: number | null;
  md5: string | null;
}

/** All that is read of an ELF file. */
export interface ElfFile {
  header: ElfHeader;
  sections: MeasuredElfSection[];
  segments: ElfSegment[];
  /** The program that loads it; undefined where it is statically linked. */
  interpreter: string | undefined;
  dynamic: DynamicEntry[];
  symbolTables: SymbolTable[];
  relocations: RelocationSection[];
  notes: Note[];
  /** Bytes behind everything that the headers name. */
  overlay: { offset: number; size: number } | undefined;
}

const NOBITS = 8;
const INTERP = 3;
/** Sections may overlap; so many times the file's size is read in all. */
const MEASURED_TIMES = 3;
const MEASURED_LEAST = 16 << 20;
const PATH_LIMIT = 4096;

/** Takes an ELF file apart. Undefined where it is none. Damage goes to `problem`, and what is good is kept. */
export function readElf(source: ByteSource, problem: (problem: Problem) => void): ElfFile | undefined {
  const file = new RandomAccess(source);
  if (!file.has(0, '\x7fELF')) return undefined;
  const damage = new Damage(source, 'ELF', problem);
  const header = damage.attemptValue('header', () => readHeader(file));
  if (header === undefined) return undefined;
  const sections = readSections(file, header, damage);
  const segments = readSegments(file, header, sections, damage);
  const image = new ElfImage(file, header, sections, segments);
  const dynamic = readDynamic(image, damage);
  const symbolTables = readSymbols(image, dynamic, damage);
  const elf: ElfFile = {
    header,
    sections: measured(file, sections, damage),
    segments,
    interpreter: damage.attemptValue('interpreter', () => {
      const segment = segments.find(({ type }) => type === INTERP);
      return segment && file.latin1z(segment.offset, Math.min(segment.fileSize, PATH_LIMIT));
    }),
    dynamic,
    symbolTables,
    relocations: readRelocations(image, symbolTables, damage),
    notes: readNotes(image, damage),
    overlay: overlayOf(file, header, sections, segments),
  };
  damage.end();
  return elf;
}

function measured(file: RandomAccess, sections: readonly ElfSection[], damage: Damage): MeasuredElfSection[] {
  let budget = Math.max(MEASURED_LEAST, file.size * MEASURED_TIMES);
  return sections.map((section) => {
    const size = Math.max(0, Math.min(section.size, file.size - section.offset));
    if (section.type === NOBITS || section.type === 0 || size === 0) return { ...section, entropy: null, md5: null };
    if (size > budget) {
      damage.budget('sections', section.offset, `together they are more than ${MEASURED_TIMES} times the file's size`);
      return { ...section, entropy: null, md5: null };
    }
    budget -= size;
    return { ...section, ...measure(file, section.offset, size) };
  });
}

function overlayOf(
  file: RandomAccess,
  header: ElfHeader,
  sections: readonly ElfSection[],
  segments: readonly ElfSegment[],
): { offset: number; size: number } | undefined {
  const ends = [
    header.headerSize,
    header.sectionsOffset === 0 ? 0 : header.sectionsOffset + sections.length * header.sectionEntrySize,
    header.segmentsOffset + segments.length * header.segmentEntrySize,
    ...sections.filter(({ type }) => type !== NOBITS && type !== 0).map(({ offset, size }) => offset + size),
    ...segments.map(({ offset, fileSize }) => offset + fileSize),
  ];
  let end = 0;
  for (const one of ends) if (one > end && one <= file.size) end = one;
  return end < file.size ? { offset: end, size: file.size - end } : undefined;
}
