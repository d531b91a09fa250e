import type { Damage } from '../binary/damage.ts';
import { BLOCK, readPax, readTarHeader, upToNul } from '../tar/header.ts';
import { newMember, unixTime } from './member.ts';
import { type ArchiveListing, newListing } from './types.ts';

const LONGEST_META = 1 << 20;
const KINDS: { readonly [type: string]: 'file' | 'folder' | 'link' | 'other' } = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'file',
  '5': 'folder',
  '1': 'link',
  '2': 'link',
};

const SLASH = 0x2f;
const kindOf = (type: string) => KINDS[type] ?? 'other';

/** Lists a tar that arrives in pieces of any size. */
export class TarLister {
  readonly listing: ArchiveListing = newListing('tar');
  readonly #damage: Damage;
  readonly #limit: number;
  readonly #header = Buffer.alloc(BLOCK);
  #fill = 0;
  /** Bytes until the next header. */
  #skip = 0;
  #meta: { type: string; parts: Buffer[]; left: number } | undefined;
  #offset = 0;
  #zeros = 0;
  #isDamaged = false;
  #isSparseList = false;
  #sparseData = 0;
  #longName: Buffer | undefined;
  #longTarget: Buffer | undefined;
  #pax = new Map<string, Buffer>();

  constructor(damage: Damage, limit: number) {
    this.#damage = damage;
    this.#limit = limit;
  }

  /** False where nothing more is wanted. */
  write(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#zeros >= 2) return false;
      if (this.#skip > 0) {
        const used = Math.min(this.#skip, chunk.length - at);
        this.#takeMeta(chunk.subarray(at, at + used));
        this.#skip -= used;
        this.#offset += used;
        at += used;
        continue;
      }
      const used = chunk.copy(this.#header, this.#fill, at, at + BLOCK - this.#fill);
      this.#fill += used;
      this.#offset += used;
      at += used;
      if (this.#fill < BLOCK) break;
      this.#fill = 0;
      if (!this.#read()) return false;
    }
    return true;
  }

  end(): void {
    if (this.#zeros === 0 && (this.#skip > 0 || this.#fill > 0))
      this.#damage.damaged('list', this.#offset, 'the archive ends within a member');
  }

  #read(): boolean {
    const header = this.#header;
    // Places of holes, where the header has no room for all.
    if (this.#isSparseList) {
      this.#isSparseList = header[504] === 1;
      if (!this.#isSparseList) {
        this.#skip = this.#sparseData;
        this.#sparseData = 0;
      }
      return true;
    }
    if (header.every((byte) => byte === 0)) {
      this.#zeros++;
      return true;
    }
    this.#zeros = 0;
    const found = readTarHeader(header);
    if (found === undefined) {
      // Looked for block by block, but told once.
      if (!this.#isDamaged) this.#damage.damaged('list', this.#offset - BLOCK, 'a header is not readable there');
      this.#isDamaged = true;
      return true;
    }
    this.#isDamaged = false;
    const { type } = found;
    const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;
    if ('xgLK'.includes(type)) {
      this.#skip = padded(found.size);
      if (found.size <= LONGEST_META) this.#meta = { type, parts: [], left: found.size };
      return true;
    }
    return this.#member(found.name, found.size, type, padded);
  }

  #member(plain: Buffer, plainSize: number, type: string, padded: (size: number) => number): boolean {
    const { members } = this.listing;
    if (members.length >= this.#limit) {
      this.#damage.limit('list', this.#offset - BLOCK, this.#limit);
      return false;
    }
    const name = this.#pax.get('GNU.sparse.name') ?? this.#pax.get('path') ?? this.#longName ?? plain;
    const target = this.#pax.get('linkpath') ?? this.#longTarget ?? upToNul(this.#header, 157, 100);
    const stated = this.#pax.get('size')?.toString('latin1') ?? '';
    const size = /^\d{1,15}$/.test(stated) ? Number(stated) : plainSize;
    // Archives before the standard know folders by their names only.
    const isOldFolder = kindOf(type) === 'file' && name.at(-1) === SLASH;
    const kind = isOldFolder ? 'folder' : kindOf(type);
    const hasData = kind === 'file' || (!isOldFolder && !'123456'.includes(type));
    this.#isSparseList = type === 'S' && this.#header[482] === 1;
    if (!'VD'.includes(type)) {
      members.push(
        newMember(name.toString('utf8'), {
          kind,
          ...(kind === 'file' && { size: this.#sparseSize(type) ?? size, packed: size }),
          modified: unixTime(Number.parseInt(upToNul(this.#header, 136, 12).toString('latin1').trim(), 8)),
          ...(kind === 'link' && { target: target.toString('utf8').slice(0, 4096) }),
        }),
      );
    }
    this.#pax = new Map();
    this.#longName = undefined;
    this.#longTarget = undefined;
    this.#skip = hasData ? padded(size) : 0;
    if (this.#isSparseList) {
      this.#sparseData = this.#skip;
      this.#skip = 0;
    }
    return true;
  }

  /** Of a file with holes, how long it is with them. */
  #sparseSize(type: string): number | undefined {
    const octal = type === 'S' ? upToNul(this.#header, 483, 12).toString('latin1').trim() : '';
    if (/^[0-7]{1,12}$/.test(octal)) return Number.parseInt(octal, 8);
    const stated = this.#pax.get('GNU.sparse.realsize') ?? this.#pax.get('GNU.sparse.size');
    return stated !== undefined && /^\d{1,15}$/.test(stated.toString()) ? Number(stated.toString()) : undefined;
  }

  #takeMeta(bytes: Buffer): void {
    const meta = this.#meta;
    if (meta === undefined) return;
    const part = Buffer.from(bytes.subarray(0, meta.left));
    meta.parts.push(part);
    meta.left -= part.length;
    if (meta.left > 0) return;
    this.#meta = undefined;
    const whole = Buffer.concat(meta.parts);
    if (meta.type === 'L') this.#longName = upToNul(whole, 0, whole.length);
    else if (meta.type === 'K') this.#longTarget = upToNul(whole, 0, whole.length);
    else if (meta.type === 'x') this.#pax = readPax(whole);
  }
}
