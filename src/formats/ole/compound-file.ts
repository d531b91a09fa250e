import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { fileTime } from './file-time.ts';
import { guidText } from './guid.ts';

/** A storage or stream of a compound file, as its directory has it. Sizes are claims. */
export interface OleEntry {
  /** Its place in the directory. */
  id: number;
  name: string;
  /** Names from the root on, with `/` between; names may have any characters, `/` included. */
  path: string;
  kind: 'root' | 'storage' | 'stream';
  size: number;
  /** Of the object that a storage holds; null where there is none. */
  clsid: string | null;
  created: string | null;
  modified: string | null;
  /** First sector of its data. */
  start: number;
  /** Undefined for the root and for what nothing refers to. */
  parent: number | undefined;
  /** It is in the directory, but no storage has it. */
  isOrphan: boolean;
}

const MAGIC = 'd0cf11e0a1b11ae1';
const HEADER = 512;
const ENTRY = 128;
const MINI_CUTOFF = 4096;
const MINI_SHIFT = 6;
const HEADER_FAT_SECTORS = 109;
const LAST_SECTOR = 0xffff_fffa;
const END_OF_CHAIN = 0xffff_fffe;
const NONE = 0xffff_ffff;
const ENTRY_LIMIT = 1 << 16;
/** Streams may share sectors, so that a small file could be read for ever. */
const READ_FACTOR = 4;
const READ_EXTRA = 4 << 20;

/** Whether these are the first bytes of a compound file (OLE2), the container of Office 97, MSI and Outlook. */
export function isCompoundFile(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('hex') === MAGIC;
}

/** Opens a compound file: undefined where the bytes are none. What is damaged goes to `damage`; the rest is kept. */
export function openCompoundFile(source: ByteSource, damage: Damage): CompoundFile | undefined {
  const file = new RandomAccess(source);
  const header = file.part(0, HEADER);
  if (!isCompoundFile(header)) return undefined;
  return new CompoundFile(file, Buffer.concat([header, Buffer.alloc(HEADER - header.length)]), damage);
}

/** Storages and streams. Streams are read when asked for; all reading together has a limit for each file. */
export class CompoundFile {
  readonly majorVersion: number;
  readonly sectorSize: number;
  /** In the order of the directory; the root first. */
  readonly entries: OleEntry[] = [];
  readonly #file: RandomAccess;
  readonly #damage: Damage;
  readonly #shift: number;
  readonly #sectors: number;
  readonly #fat: Uint32Array;
  /** Number of the walk that last came by a sector. */
  readonly #seen: Uint32Array;
  #walks = 0;
  #budget: number;
  #isSpent = false;
  #mini: { fat: Uint32Array; sectors: Uint32Array; size: number; seen: Uint32Array } | undefined;
  readonly #miniFat: { start: number; count: number };
  readonly #byPath = new Map<string, OleEntry>();
  readonly #children = new Map<number, OleEntry[]>();

  constructor(file: RandomAccess, header: Buffer, damage: Damage) {
    this.#file = file;
    this.#damage = damage;
    this.majorVersion = header.readUInt16LE(26);
    this.#shift = this.#sectorShift(header);
    this.sectorSize = 1 << this.#shift;
    this.#sectors = Math.max(0, Math.ceil(file.size / this.sectorSize) - 1);
    this.#budget = file.size * READ_FACTOR + READ_EXTRA;
    this.#seen = new Uint32Array(this.#sectors);
    this.#fat = this.#readFat(header);
    this.#miniFat = { start: header.readUInt32LE(60), count: header.readUInt32LE(64) };
    this.#readDirectory(header.readUInt32LE(48));
  }

  get size(): number {
    return this.#file.size;
  }

  /** By path, in any case: `ObjectPool/_1/\u0001Ole10Native`. */
  find(path: string): OleEntry | undefined {
    return this.#byPath.get(path.toLowerCase());
  }

  /** What a storage has, in the order of its tree. */
  children(storage: OleEntry): readonly OleEntry[] {
    return this.#children.get(storage.id) ?? [];
  }

  streams(): OleEntry[] {
    return this.entries.filter(({ kind }) => kind === 'stream');
  }

  /** Bytes of a stream, at most `limit`; fewer where its chain ends early, which is told as damage. */
  read(entry: OleEntry, limit = Number.POSITIVE_INFINITY): Buffer {
    const parts: Buffer[] = [];
    for (const piece of this.pieces(entry, limit)) parts.push(piece);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** The same in pieces of at most a megabyte. */
  *pieces(entry: OleEntry, limit = Number.POSITIVE_INFINITY): Generator<Buffer> {
    const wanted = Math.min(entry.size, limit);
    let got = 0;
    for (const { at, length } of this.#runs(entry, wanted)) {
      if (!this.#spend(length, entry)) return;
      const piece = this.#file.part(at, length);
      got += piece.length;
      if (piece.length > 0) yield piece;
      if (piece.length < length) break;
    }
    if (got < wanted)
      this.#damage.damaged(`stream ${shown(entry.path)}`, -1, `${got} of its ${entry.size} bytes are there`);
  }

  #spend(length: number, entry: OleEntry): boolean {
    if (length <= this.#budget) {
      this.#budget -= length;
      return true;
    }
    if (!this.#isSpent) {
      this.#isSpent = true;
      this.#damage.budget('streams', -1, `they are many times as long as the file, ${shown(entry.path)} among them`);
    }
    return false;
  }

  /** Where in the file the bytes are, neighbours together. */
  *#runs(entry: OleEntry, wanted: number): Generator<{ at: number; length: number }> {
    if (wanted <= 0) return;
    const isMini = entry.kind === 'stream' && entry.size < MINI_CUTOFF;
    let run: { at: number; length: number } | undefined;
    for (const { at, length } of isMini ? this.#miniPieces(entry, wanted) : this.#sectorPieces(entry, wanted)) {
      if (run !== undefined && run.at + run.length === at && run.length < 1 << 20) run.length += length;
      else {
        if (run !== undefined) yield run;
        run = { at, length };
      }
    }
    if (run !== undefined) yield run;
  }

  *#sectorPieces(entry: OleEntry, wanted: number): Generator<{ at: number; length: number }> {
    let left = wanted;
    for (const sector of this.#chain(entry.start, `stream ${shown(entry.path)}`)) {
      yield { at: this.#offset(sector), length: Math.min(left, this.sectorSize) };
      left -= this.sectorSize;
      if (left <= 0) return;
    }
  }

  *#miniPieces(entry: OleEntry, wanted: number): Generator<{ at: number; length: number }> {
    const mini = this.#openMini();
    const perSector = this.#shift - MINI_SHIFT;
    const walk = ++this.#walks;
    let left = wanted;
    for (let number = entry.start; left > 0 && number < LAST_SECTOR; number = mini.fat[number] ?? END_OF_CHAIN) {
      const sector = mini.sectors[number >>> perSector];
      if (sector === undefined || number << MINI_SHIFT >= mini.size) return;
      if (mini.seen[number] === walk) return this.#cycle(`stream ${shown(entry.path)}`, -1);
      mini.seen[number] = walk;
      const inSector = (number & ((1 << perSector) - 1)) << MINI_SHIFT;
      yield { at: this.#offset(sector) + inSector, length: Math.min(left, 1 << MINI_SHIFT) };
      left -= 1 << MINI_SHIFT;
    }
  }

  /** The stream that holds the small ones, and their own table. */
  #openMini() {
    if (this.#mini !== undefined) return this.#mini;
    const root = this.entries[0];
    const sectors: number[] = [];
    if (root !== undefined && root.size > 0)
      for (const sector of this.#chain(root.start, 'mini stream')) sectors.push(sector);
    const parts: Buffer[] = [];
    for (const sector of this.#chain(this.#miniFat.start, 'table of the mini stream')) {
      parts.push(this.#file.part(this.#offset(sector), this.sectorSize));
    }
    const fat = numbers(Buffer.concat(parts));
    this.#mini = { fat, sectors: Uint32Array.from(sectors), size: root?.size ?? 0, seen: new Uint32Array(fat.length) };
    return this.#mini;
  }

  /** Sectors of a chain, each once. */
  *#chain(start: number, part: string): Generator<number> {
    const walk = ++this.#walks;
    for (let sector = start; sector !== END_OF_CHAIN; sector = this.#fat[sector] ?? NONE) {
      if (sector >= this.#sectors) {
        if (sector !== NONE || start !== NONE) {
          this.#damage.damaged(part, -1, `its chain goes to sector ${sector}, and the file has ${this.#sectors}`);
        }
        return;
      }
      if (this.#seen[sector] === walk) return this.#cycle(part, this.#offset(sector));
      this.#seen[sector] = walk;
      yield sector;
    }
  }

  #cycle(part: string, at: number): void {
    this.#damage.damaged(part, at, 'its chain comes back to where it was');
  }

  #offset(sector: number): number {
    return (sector + 1) * this.sectorSize;
  }

  #sectorShift(header: Buffer): number {
    const shift = header.readUInt16LE(30);
    const expected = this.majorVersion === 4 ? 12 : 9;
    if (shift === 9 || shift === 12) return shift;
    this.#damage.damaged('header', 30, `sectors would have 2^${shift} bytes`);
    return expected;
  }

  #readFat(header: Buffer): Uint32Array {
    const perSector = this.sectorSize / 4;
    const wanted = Math.min(header.readUInt32LE(44), Math.ceil(this.#sectors / perSector));
    const sectors: number[] = [];
    const add = (list: Uint32Array) => {
      for (const sector of list) if (sectors.length < wanted && sector < LAST_SECTOR) sectors.push(sector);
    };
    add(numbers(header.subarray(76, 76 + HEADER_FAT_SECTORS * 4)));
    const walk = ++this.#walks;
    let next = header.readUInt32LE(68);
    while (sectors.length < wanted && next < this.#sectors) {
      if (this.#seen[next] === walk) {
        this.#cycle('list of tables', this.#offset(next));
        break;
      }
      this.#seen[next] = walk;
      const list = numbers(this.#file.part(this.#offset(next), this.sectorSize));
      add(list.subarray(0, perSector - 1));
      next = list[perSector - 1] ?? NONE;
    }
    const fat = new Uint32Array(this.#sectors).fill(NONE);
    for (const [i, sector] of sectors.entries()) {
      if (sector >= this.#sectors) {
        this.#damage.damaged(
          'sector table',
          -1,
          `part ${i} of it is in sector ${sector}, which the file does not have`,
        );
        continue;
      }
      const part = numbers(this.#file.part(this.#offset(sector), this.sectorSize));
      fat.set(part.subarray(0, Math.max(0, fat.length - i * perSector)), i * perSector);
    }
    return fat;
  }

  #readDirectory(start: number): void {
    const raw: RawEntry[] = [];
    for (const sector of this.#chain(start, 'directory')) {
      const at = this.#offset(sector);
      const bytes = this.#file.part(at, this.sectorSize);
      for (let i = 0; i + ENTRY <= bytes.length; i += ENTRY) raw.push(rawEntry(bytes.subarray(i, i + ENTRY)));
      if (raw.length >= ENTRY_LIMIT) {
        this.#damage.limit('directory', at, ENTRY_LIMIT);
        break;
      }
    }
    this.#readTree(raw);
  }

  #readTree(raw: RawEntry[]): void {
    const found = new Map<number, OleEntry>();
    if (raw[0] === undefined) {
      this.#damage.damaged('directory', -1, 'it has no root');
      return;
    }
    found.set(0, this.#entry(raw[0], 0, undefined, ''));
    const todo: { id: number; parent: OleEntry }[] = [];
    const descend = (parent: OleEntry) => {
      const child = raw[parent.id]!.child;
      if (child !== NONE) todo.push({ id: child, parent });
    };
    descend(found.get(0)!);
    // In order: left, itself, right. What is seen twice would be a cycle.
    const visited = new Set<number>([0]);
    const walkSiblings = (first: number, parent: OleEntry) => {
      const stack: { id: number; isOpen: boolean }[] = [{ id: first, isOpen: false }];
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        const { id, isOpen } = top;
        const one = raw[id];
        if (isOpen) {
          const entry = this.#entry(one!, id, parent.id, parent.path);
          found.set(id, entry);
          if (entry.kind === 'storage') descend(entry);
          continue;
        }
        if (one === undefined || one.kind === undefined) {
          if (id !== NONE) this.#damage.damaged('directory', -1, `entry ${id} is referred to and not there`);
          continue;
        }
        if (visited.has(id)) {
          this.#damage.damaged('directory', -1, `entry ${id} is in more than one place`);
          continue;
        }
        visited.add(id);
        if (one.right !== NONE) stack.push({ id: one.right, isOpen: false });
        stack.push({ id, isOpen: true });
        if (one.left !== NONE) stack.push({ id: one.left, isOpen: false });
      }
    };
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) walkSiblings(next.id, next.parent);
    for (const [id, one] of raw.entries()) {
      if (!found.has(id) && one.kind !== undefined && one.kind !== 'root') {
        found.set(id, { ...this.#entry(one, id, undefined, ''), isOrphan: true });
      }
    }
    for (const entry of found.values()) {
      const key = entry.path.toLowerCase();
      if (!this.#byPath.has(key)) this.#byPath.set(key, entry);
      if (entry.parent === undefined) continue;
      const siblings = this.#children.get(entry.parent);
      if (siblings === undefined) this.#children.set(entry.parent, [entry]);
      else siblings.push(entry);
    }
    this.entries.push(...[...found.values()].sort((a, b) => a.id - b.id));
  }

  #entry(raw: RawEntry, id: number, parent: number | undefined, folder: string): OleEntry {
    const { name, clsid, created, modified, start } = raw;
    // Version 3 has sizes of 32 bits; what lies in the other half is not always zero.
    const size = this.sectorSize === 512 ? raw.size % 2 ** 32 : raw.size;
    const kind = id === 0 ? 'root' : raw.kind === 'root' || raw.kind === undefined ? 'stream' : raw.kind;
    const path = id === 0 ? '' : folder === '' ? name : `${folder}/${name}`;
    return { id, name, path, kind, size, clsid, created, modified, start, parent, isOrphan: false };
  }
}

interface RawEntry {
  name: string;
  kind: OleEntry['kind'] | undefined;
  left: number;
  right: number;
  child: number;
  clsid: string | null;
  created: string | null;
  modified: string | null;
  start: number;
  size: number;
}

const KINDS: { readonly [type: number]: OleEntry['kind'] } = { 1: 'storage', 2: 'stream', 5: 'root' };

function rawEntry(bytes: Buffer): RawEntry {
  const length = Math.min(64, bytes.readUInt16LE(64));
  const name = bytes.toString('utf16le', 0, Math.max(0, length - 2));
  return {
    name,
    kind: KINDS[bytes[66]!],
    left: bytes.readUInt32LE(68),
    right: bytes.readUInt32LE(72),
    child: bytes.readUInt32LE(76),
    clsid: guidText(bytes.subarray(80, 96)),
    created: fileTime(bytes.readBigUInt64LE(100)),
    modified: fileTime(bytes.readBigUInt64LE(108)),
    start: bytes.readUInt32LE(116),
    size: Number(bytes.readBigUInt64LE(120)),
  };
}

function numbers(bytes: Buffer): Uint32Array {
  const list = new Uint32Array(bytes.length >>> 2);
  for (let i = 0; i < list.length; i++) list[i] = bytes.readUInt32LE(i * 4);
  return list;
}

/** A name for messages: the first character of many is a control character. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
