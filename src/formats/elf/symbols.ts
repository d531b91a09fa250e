import type { Damage } from '../binary/damage.ts';
import { decodeText } from '../binary/text.ts';
import type { DynamicEntry } from './dynamic.ts';
import type { ElfImage } from './image.ts';

export interface ElfSymbol {
  name: string;
  value: bigint;
  size: number;
  type: number;
  bind: number;
  visibility: number;
  /** Number of a section; 0 for what is imported. */
  section: number;
}

export interface SymbolTable {
  /** Of the section; empty where only the loader's table tells of it. */
  name: string;
  /** Position of the section, or -1. */
  index: number;
  symbols: ElfSymbol[];
}

const SYMTAB = 2;
const DYNSYM = 11;
const SECTION_SYMBOL = 3;
/** Over all tables. */
const LIMIT = 65_536;
const NAME_LIMIT = 4096;
const TEXT_BUDGET = 16 << 20;

interface Place {
  name: string;
  index: number;
  offset: number;
  count: number;
  strings: number;
  /** Undefined where the table of strings has no known end. */
  stringsSize: number | undefined;
}

export function readSymbols(image: ElfImage, dynamic: readonly DynamicEntry[], damage: Damage): SymbolTable[] {
  const places = fromSections(image);
  if (places.length === 0) places.push(...fromLoader(image, dynamic, damage));
  const tables: SymbolTable[] = [];
  let left = LIMIT;
  let text = TEXT_BUDGET;
  for (const place of places) {
    const table: SymbolTable = { name: place.name, index: place.index, symbols: [] };
    tables.push(table);
    damage.attempt('symbol table', () => {
      const entry = image.header.is64 ? 24 : 16;
      for (let i = 0; i < place.count; i++) {
        if (left-- <= 0 || text < 0) {
          damage.limit('symbol table', place.offset, LIMIT);
          return;
        }
        const symbol = readSymbol(image, place, place.offset + i * entry);
        text -= symbol.name.length;
        table.symbols.push(symbol);
      }
    });
  }
  return tables;
}

function readSymbol(image: ElfImage, place: Place, at: number): ElfSymbol {
  const { file } = image;
  const wide = image.header.is64;
  const info = file.u8(at + (wide ? 4 : 12));
  const nameAt = file.u32(at);
  const section = file.u16(at + (wide ? 6 : 14));
  const type = info & 15;
  const isNamed = nameAt !== 0 && (place.stringsSize === undefined || nameAt < place.stringsSize);
  const own = isNamed ? decodeText(file.zeroTerminated(place.strings + nameAt, NAME_LIMIT)) : '';
  return {
    name: own === '' && type === SECTION_SYMBOL ? (image.sections[section]?.name ?? '') : own,
    value: wide ? file.u64(at + 8) : BigInt(file.u32(at + 4)),
    size: wide ? file.size64(at + 16) : file.u32(at + 8),
    type,
    bind: info >> 4,
    visibility: file.u8(at + (wide ? 5 : 13)) & 3,
    section,
  };
}

function fromSections(image: ElfImage): Place[] {
  const entry = image.header.is64 ? 24 : 16;
  return image.sections.flatMap((section, index) => {
    if (section.type !== SYMTAB && section.type !== DYNSYM) return [];
    const strings = image.sections[section.link];
    const { name, offset, size } = section;
    const place: Place = {
      name,
      index,
      offset,
      count: Math.floor(size / entry),
      strings: strings?.offset ?? 0,
      stringsSize: strings?.size ?? 0,
    };
    return [place];
  });
}

/** Where a file without section headers has the table that the loader uses; its length follows from the hash tables. */
function fromLoader(image: ElfImage, dynamic: readonly DynamicEntry[], damage: Damage): Place[] {
  const offset = (tag: number): number | undefined => {
    const entry = dynamic.find((one) => one.tag === tag);
    return entry === undefined ? undefined : image.offsetOf(entry.value);
  };
  const [symbols, strings, hash, gnuHash] = [6, 5, 4, 0x6fff_fef5].map(offset);
  if (symbols === undefined || strings === undefined) return [];
  const count =
    damage.attemptValue('symbol hashes', () => {
      if (hash !== undefined) return image.file.u32(hash + 4);
      if (gnuHash !== undefined) return gnuCount(image, gnuHash);
      // Linkers put the strings right behind the symbols.
      return Math.max(0, Math.floor((strings - symbols) / (image.header.is64 ? 24 : 16)));
    }) ?? 0;
  return [{ name: '', index: -1, offset: symbols, count, strings, stringsSize: undefined }];
}

/** The last symbol of the fullest bucket's chain is the last of all. */
function gnuCount(image: ElfImage, at: number): number {
  const { file } = image;
  const [buckets, first, bloom] = [file.u32(at), file.u32(at + 4), file.u32(at + 8)];
  const table = at + 16 + bloom * image.width;
  let last = 0;
  for (let i = 0; i < Math.min(buckets, LIMIT); i++) last = Math.max(last, file.u32(table + i * 4));
  if (last < first) return first;
  const chain = table + buckets * 4;
  for (let i = 0; i < LIMIT && (file.u32(chain + (last - first) * 4) & 1) === 0; i++) last++;
  return last + 1;
}
