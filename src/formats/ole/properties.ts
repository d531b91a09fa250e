import { decodeCodePage } from './code-page.ts';
import { fileTime } from './file-time.ts';
import { guidText } from './guid.ts';

export type PropertyValue = string | number | boolean | null | PropertyValue[];

export interface PropertySet {
  /** `f29f85e0-4ff9-1068-ab91-08002b27b3d9` is the summary, others are programs' own. */
  format: string | null;
  codePage: number;
  /** By number; those the user named have their name. */
  values: Map<number | string, PropertyValue>;
}

export interface PropertyStream {
  sets: PropertySet[];
  /** Why reading stopped before the end. */
  damage?: string;
}

const Type = {
  i2: 2,
  i4: 3,
  r4: 4,
  r8: 5,
  date: 7,
  bstr: 8,
  bool: 11,
  variant: 12,
  i1: 16,
  u1: 17,
  u2: 18,
  u4: 19,
  i8: 20,
  u8: 21,
  int: 22,
  uint: 23,
  lpstr: 30,
  lpwstr: 31,
  filetime: 64,
  blob: 65,
  clipboard: 71,
  clsid: 72,
} as const;
const VECTOR = 0x1000;

const PROPERTIES = 1000;
const ITEMS = 256;
const TEXT_LIMIT = 1 << 20;
const WIDE = 1200;

/** Reads a stream such as `\u0005SummaryInformation` (MS-OLEPS): one set of properties or two. */
export function readProperties(bytes: Buffer): PropertyStream {
  const sets: PropertySet[] = [];
  if (bytes.length < 48 || bytes.readUInt16LE(0) !== 0xfffe)
    return { sets, damage: 'it has no header of a property set' };
  const count = Math.min(2, bytes.readUInt32LE(24));
  for (let i = 0; i < count; i++) {
    const at = 28 + i * 20;
    if (at + 20 > bytes.length) return { sets, damage: 'its list of sets is cut' };
    const start = bytes.readUInt32LE(at + 16);
    const set: PropertySet = { format: guidText(bytes.subarray(at, at + 16)), codePage: 1252, values: new Map() };
    sets.push(set);
    const damage = readSet(bytes.subarray(Math.min(start, bytes.length)), set);
    if (damage !== undefined) return { sets, damage };
  }
  return { sets };
}

function readSet(bytes: Buffer, set: PropertySet): string | undefined {
  if (bytes.length < 8) return 'a set lies behind the end';
  const count = bytes.readUInt32LE(4);
  const list: { id: number; at: number }[] = [];
  for (let i = 0; i < Math.min(count, PROPERTIES); i++) {
    const at = 8 + i * 8;
    if (at + 8 > bytes.length) return `it says it has ${count} properties, ${i} are there`;
    list.push({ id: bytes.readUInt32LE(at), at: bytes.readUInt32LE(at + 4) });
  }
  const codePage = list.find(({ id }) => id === 1);
  if (codePage !== undefined && codePage.at + 6 <= bytes.length) set.codePage = bytes.readUInt16LE(codePage.at + 4);
  const names = readNames(bytes, list.find(({ id }) => id === 0)?.at, set.codePage);
  const budget = { left: bytes.length + TEXT_LIMIT };
  let damage: string | undefined;
  for (const { id, at } of list) {
    if (id === 0 || at + 4 > bytes.length) {
      if (id !== 0) damage ??= `property ${id} lies behind the end`;
      continue;
    }
    const reader = new Reader(bytes, at, set.codePage, budget);
    const value = reader.typed(0);
    if (reader.isCut) damage ??= `property ${id} is cut`;
    if (value !== undefined) set.values.set(names.get(id) ?? id, id === 1 ? set.codePage : value);
  }
  return count > PROPERTIES ? `it has ${count} properties, of which ${PROPERTIES} were read` : damage;
}

function readNames(bytes: Buffer, start: number | undefined, codePage: number): Map<number, string> {
  const names = new Map<number, string>();
  if (start === undefined || start + 4 > bytes.length) return names;
  const count = Math.min(PROPERTIES, bytes.readUInt32LE(start));
  let at = start + 4;
  for (let i = 0; i < count && at + 8 <= bytes.length; i++) {
    const size = bytes.readUInt32LE(at + 4) * (codePage === WIDE ? 2 : 1);
    if (size > bytes.length - at - 8) return names;
    names.set(bytes.readUInt32LE(at), textOf(bytes.subarray(at + 8, at + 8 + size), codePage));
    at += 8 + size;
    if (codePage === WIDE) at = Math.ceil((at - start) / 4) * 4 + start;
  }
  return names;
}

/** A value and what follows it; never reads behind the end, and says when it would have. */
class Reader {
  isCut = false;
  readonly #bytes: Buffer;
  readonly #codePage: number;
  readonly #budget: { left: number };
  #at: number;

  constructor(bytes: Buffer, at: number, codePage: number, budget: { left: number }) {
    this.#bytes = bytes;
    this.#at = at;
    this.#codePage = codePage;
    this.#budget = budget;
  }

  typed(depth: number): PropertyValue | undefined {
    const type = this.#take(4)?.readUInt16LE(0);
    if (type === undefined) return undefined;
    if ((type & VECTOR) === 0) return this.#value(type, depth);
    const count = this.#take(4)?.readUInt32LE(0) ?? 0;
    const items: PropertyValue[] = [];
    for (let i = 0; i < Math.min(count, ITEMS) && !this.isCut; i++) {
      const item = this.#value(type & 0xfff, depth + 1);
      if (item === undefined) return items;
      items.push(item);
    }
    return items;
  }

  #value(type: number, depth: number): PropertyValue | undefined {
    switch (type) {
      case Type.i1:
      case Type.u1:
        return this.#take(4)?.readUInt8(0);
      case Type.i2:
        return this.#take(4)?.readInt16LE(0);
      case Type.u2:
        return this.#take(4)?.readUInt16LE(0);
      case Type.i4:
      case Type.int:
        return this.#take(4)?.readInt32LE(0);
      case Type.u4:
      case Type.uint:
        return this.#take(4)?.readUInt32LE(0);
      case Type.i8:
      case Type.u8: {
        const value = this.#take(8)?.readBigInt64LE(0);
        return value === undefined ? undefined : Number(value);
      }
      case Type.r4:
        return finite(this.#take(4)?.readFloatLE(0));
      case Type.r8:
      case Type.date:
        return finite(this.#take(8)?.readDoubleLE(0));
      case Type.bool: {
        const value = this.#take(4)?.readUInt16LE(0);
        return value === undefined ? undefined : value !== 0;
      }
      case Type.bstr:
      case Type.lpstr:
        return this.#text(1, this.#codePage, depth === 0);
      case Type.lpwstr:
        return this.#text(2, WIDE, true);
      case Type.filetime:
        return this.#time();
      case Type.blob:
      case Type.clipboard: {
        const size = this.#take(4)?.readUInt32LE(0);
        return size === undefined ? undefined : `${size} bytes`;
      }
      case Type.clsid: {
        const bytes = this.#take(16);
        return bytes === undefined ? undefined : guidText(bytes);
      }
      case Type.variant:
        return depth > 2 ? undefined : this.typed(depth + 1);
      default:
        return undefined;
    }
  }

  /** How many seconds something took, or when it was. */
  #time(): string | number | null | undefined {
    const value = this.#take(8)?.readBigUInt64LE(0);
    if (value === undefined) return undefined;
    // Editing times are durations, written as if they began in 1601.
    return value < 0x0080_0000_0000_0000n ? (value === 0n ? null : Number(value / 10_000_000n)) : fileTime(value);
  }

  /** In lists, one text follows another without padding. */
  #text(width: number, codePage: number, isPadded: boolean): string | undefined {
    const size = (this.#take(4)?.readUInt32LE(0) ?? 0) * width;
    const bytes = this.#take(size);
    if (bytes === undefined) return undefined;
    if (isPadded) this.#at += -size & 3;
    return textOf(bytes, codePage);
  }

  #take(size: number): Buffer | undefined {
    if (size > this.#bytes.length - this.#at || size > this.#budget.left) {
      this.isCut = true;
      return undefined;
    }
    this.#budget.left -= size;
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }
}

function textOf(bytes: Buffer, codePage: number): string {
  const text = decodeCodePage(codePage === WIDE ? bytes.subarray(0, bytes.length & ~1) : bytes, codePage);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function finite(value: number | undefined): number | null | undefined {
  return value !== undefined && !Number.isFinite(value) ? null : value;
}
