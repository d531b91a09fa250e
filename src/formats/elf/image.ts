import type { RandomAccess } from '../binary/random-access.ts';
import type { ElfHeader, ElfSection, ElfSegment } from './headers.ts';

const LOAD = 1;

/** An ELF file with what its headers say of where things are. */
export class ElfImage {
  readonly file: RandomAccess;
  readonly header: ElfHeader;
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];

  constructor(file: RandomAccess, header: ElfHeader, sections: readonly ElfSection[], segments: readonly ElfSegment[]) {
    this.file = file;
    this.header = header;
    this.sections = sections;
    this.segments = segments;
  }

  /** Where the byte of an address is in the file; undefined where no segment loads it from there. */
  offsetOf(address: bigint): number | undefined {
    for (const { type, address: start, fileSize, offset } of this.segments) {
      if (type !== LOAD || address < start) continue;
      const inside = Number(address - start);
      if (inside < fileSize) return offset + inside;
    }
    return undefined;
  }

  /** An address or a word of the file's width. */
  word(at: number): bigint {
    return this.header.is64 ? this.file.u64(at) : BigInt(this.file.u32(at));
  }

  /** Size of such a word in bytes. */
  get width(): 4 | 8 {
    return this.header.is64 ? 8 : 4;
  }
}
