import type { Damage } from '../binary/damage.ts';
import type { ElfImage } from './image.ts';
import type { ElfSymbol, SymbolTable } from './symbols.ts';

export interface Relocation {
  offset: bigint;
  info: bigint;
  type: number;
  /** Undefined where it names none, or one that is not there. */
  symbol: ElfSymbol | undefined;
}

export interface RelocationSection {
  name: string;
  /** Each once. */
  entries: Relocation[];
}

const RELA = 4;
const REL = 9;
/** Over all sections. */
const LIMIT = 65_536;
const MIPS = 8;

export function readRelocations(image: ElfImage, tables: readonly SymbolTable[], damage: Damage): RelocationSection[] {
  const found: RelocationSection[] = [];
  const { width } = image;
  let left = LIMIT;
  for (const section of image.sections) {
    if (section.type !== RELA && section.type !== REL) continue;
    const size = width * (section.type === RELA ? 3 : 2);
    const symbols = tables.find(({ index }) => index === section.link)?.symbols ?? [];
    const entries: Relocation[] = [];
    found.push({ name: section.name, entries });
    const seen = new Set<string>();
    damage.attempt('relocations', () => {
      for (let i = 0; (i + 1) * size <= section.size; i++) {
        if (left-- <= 0) {
          damage.limit('relocations', section.offset, LIMIT);
          return;
        }
        const at = section.offset + i * size;
        const [offset, info] = [image.word(at), image.word(at + width)];
        const key = `${offset}:${info}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const { symbol, type } = split(info, image);
        entries.push({ offset, info, type, symbol: symbol === 0 ? undefined : symbols[symbol] });
      }
    });
  }
  return found;
}

function split(info: bigint, image: ElfImage): { symbol: number; type: number } {
  if (!image.header.is64) return { symbol: Number(info >> 8n), type: Number(info & 0xffn) };
  // 64-bit MIPS, little-endian, has the symbol in front and the type at the very end.
  if (image.header.machine === MIPS && image.file.littleEndian) {
    return { symbol: Number(info & 0xffff_ffffn), type: Number(info >> 56n) };
  }
  return { symbol: Number(info >> 32n), type: Number(info & 0xffff_ffffn) };
}
