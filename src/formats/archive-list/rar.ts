import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { OutOfData, RandomAccess } from '../binary/random-access.ts';
import { crcText, dosTime, newMember, unixTime } from './member.ts';
import { type ArchiveListing, newListing } from './types.ts';

const OLD = 'Rar!\x1a\x07\0';
const NEW = 'Rar!\x1a\x07\x01\0';
/** Headers have no more bytes. */
const LONGEST_HEAD = 2 << 20;

export const isRar = (head: Buffer): boolean =>
  head.toString('latin1', 0, 7) === OLD || head.toString('latin1', 0, 8) === NEW;

/** A RAR archive, of version 5 or before. */
export function listRar(source: ByteSource, damage: Damage, limit: number): ArchiveListing {
  const listing = newListing('rar');
  const file = new RandomAccess(source);
  const read = file.part(0, 8).toString('latin1') === NEW ? readNew : readOld;
  damage.attempt('list', () => read(file, listing, damage, limit));
  return listing;
}

const METHODS: { readonly [method: number]: string } = {
  48: 'stored',
  49: 'fastest',
  50: 'fast',
  51: 'normal',
  52: 'good',
  53: 'best',
};

function readOld(file: RandomAccess, listing: ArchiveListing, damage: Damage, limit: number): void {
  for (let at = OLD.length; at + 7 <= file.size; ) {
    const type = file.u8(at + 2);
    const flags = file.u16(at + 3);
    const size = file.u16(at + 5);
    const added = (flags & 0x8000) !== 0 || type === 0x74 ? file.u32(at + 7) : 0;
    if (size < 7 || type < 0x72 || type > 0x7b) {
      damage.damaged('list', at, 'no block begins where one should');
      return;
    }
    if (type === 0x7b) return;
    let data = added;
    if (type === 0x73) {
      listing.isVolume = (flags & 0x1) !== 0;
      listing.isSolid = (flags & 0x8) !== 0;
      if ((flags & 0x80) !== 0) {
        listing.isHeaderEncrypted = true;
        return;
      }
    } else if (type === 0x74) {
      if (listing.members.length >= limit) {
        damage.limit('list', at, limit);
        return;
      }
      data = addOldMember(file, listing, at, flags, size);
    }
    at += size + data;
  }
}

/** Returns how many bytes of data it has. */
function addOldMember(file: RandomAccess, listing: ArchiveListing, at: number, flags: number, size: number): number {
  const isLarge = (flags & 0x100) !== 0;
  const packed = file.u32(at + 7) + (isLarge ? file.u32(at + 32) * 2 ** 32 : 0);
  const plain = file.u32(at + 11) + (isLarge ? file.u32(at + 36) * 2 ** 32 : 0);
  const nameAt = at + 32 + (isLarge ? 8 : 0);
  const name = file.part(nameAt, Math.min(file.u16(at + 26), Math.max(0, at + size - nameAt)));
  const time = file.u32(at + 20);
  const method = file.u8(at + 25);
  // Attributes of Unix where the system was one.
  const mode = file.u8(at + 15) === 3 ? file.u32(at + 28) : 0;
  const isLink = (mode & 0o170000) === 0o120000;
  const kind = (flags & 0xe0) === 0xe0 ? 'folder' : isLink ? 'link' : 'file';
  listing.members.push(
    newMember((flags & 0x200) !== 0 ? wideName(name) : name.toString('utf8'), {
      kind,
      size: plain,
      packed,
      isEncrypted: (flags & 0x4) !== 0,
      crc32: crcText(file.u32(at + 16)),
      modified: dosTime(time >>> 16, time & 0xffff),
      method: METHODS[method] ?? String(method),
    }),
  );
  return packed;
}

/**
 * A name with characters beyond its first part, which is in the code page of its maker: behind a zero stand commands
 * of two bits for each character.
 */
function wideName(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  if (zero < 0) return bytes.toString('utf8');
  const plain = bytes.subarray(0, zero);
  const coded = bytes.subarray(zero + 1);
  const high = (coded[0] ?? 0) << 8;
  const codes: number[] = [];
  let flags = 0;
  let bits = 0;
  let at = 1;
  while (at < coded.length && codes.length < 4096) {
    if (bits === 0) {
      flags = coded[at++]!;
      bits = 8;
    }
    bits -= 2;
    const command = (flags >> bits) & 3;
    if (command < 3 && at >= coded.length) break;
    if (command === 0) codes.push(coded[at++]!);
    else if (command === 1) codes.push(high | coded[at++]!);
    else if (command === 2) {
      codes.push(coded[at]! | ((coded[at + 1] ?? 0) << 8));
      at += 2;
    } else {
      const length = coded[at++] ?? 0;
      const change = (length & 0x80) !== 0 ? (coded[at++] ?? 0) : 0;
      for (let i = (length & 0x7f) + 2; i > 0 && codes.length < plain.length; i--) {
        const byte = plain[codes.length]!;
        codes.push((length & 0x80) !== 0 ? high | ((byte + change) & 0xff) : byte);
      }
    }
  }
  return String.fromCharCode(...codes);
}

/** Numbers of version 5: seven bits of each byte, the lowest first. */
class Numbers {
  at: number;
  readonly #bytes: Buffer;
  readonly #place: number;

  constructor(bytes: Buffer, place: number) {
    this.#bytes = bytes;
    this.#place = place;
    this.at = 0;
  }

  next(): number {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new OutOfData(this.#place + this.at - 1);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) break;
    }
    return value;
  }

  u32(): number {
    return this.take(4).readUInt32LE();
  }

  take(length: number): Buffer {
    if (this.at + length > this.#bytes.length) throw new OutOfData(this.#place + this.#bytes.length);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
}

function readNew(file: RandomAccess, listing: ArchiveListing, damage: Damage, limit: number): void {
  for (let at = NEW.length; at + 7 <= file.size; ) {
    const length = new Numbers(file.part(at + 4, 10), at + 4);
    const size = length.next();
    if (size === 0 || size > LONGEST_HEAD) {
      damage.damaged('list', at, 'no block begins where one should');
      return;
    }
    const start = at + 4 + length.at;
    const head = new Numbers(file.part(start, size), start);
    const type = head.next();
    const flags = head.next();
    const extra = (flags & 1) !== 0 ? head.next() : 0;
    const data = (flags & 2) !== 0 ? head.next() : 0;
    if (type === 5) return;
    if (type === 4) {
      listing.isHeaderEncrypted = true;
      return;
    }
    if (type === 1) {
      const archive = head.next();
      listing.isVolume = (archive & 1) !== 0;
      listing.isSolid = (archive & 4) !== 0;
    } else if (type === 2) {
      if (listing.members.length >= limit) {
        damage.limit('list', at, limit);
        return;
      }
      damage.attempt('list', () => addNewMember(listing, head, file.part(start + size - extra, extra), data, start));
    }
    at = start + size + data;
  }
}

function addNewMember(listing: ArchiveListing, head: Numbers, extra: Buffer, packed: number, place: number): void {
  const flags = head.next();
  const size = head.next();
  const attributes = head.next();
  const modified = (flags & 2) !== 0 ? unixTime(head.u32()) : null;
  const crc = (flags & 4) !== 0 ? crcText(head.u32()) : null;
  const compression = head.next();
  const system = head.next();
  const name = head.take(Math.min(head.next(), LONGEST_HEAD)).toString('utf8');
  const { isEncrypted, target, time } = readExtra(extra, place);
  const isLink = target !== null || (system === 1 && (attributes & 0o170000) === 0o120000);
  const method = (compression >> 7) & 7;
  listing.members.push(
    newMember(name, {
      kind: (flags & 1) !== 0 ? 'folder' : isLink ? 'link' : 'file',
      size: (flags & 8) !== 0 ? null : size,
      packed,
      isEncrypted,
      crc32: crc,
      modified: modified ?? time,
      method: METHODS[0x30 + method] ?? String(method),
      target,
    }),
  );
}

/** Records behind a member's header: 1 encryption, 3 times, 5 where it leads. */
function readExtra(extra: Buffer, place: number): { isEncrypted: boolean; target: string | null; time: string | null } {
  const found = { isEncrypted: false, target: null as string | null, time: null as string | null };
  for (let at = 0; at < extra.length; ) {
    const record = new Numbers(extra.subarray(at), place);
    const size = record.next();
    const end = at + record.at + size;
    const type = size === 0 ? 0 : record.next();
    if (type === 1) found.isEncrypted = true;
    if (type === 3) {
      const flags = record.next();
      if ((flags & 3) === 3) found.time = unixTime(record.u32());
      else if ((flags & 2) !== 0) {
        found.time = unixTime(Number(record.take(8).readBigUInt64LE() / 10_000_000n) - 11_644_473_600);
      }
    }
    if (type === 5) {
      record.next();
      record.next();
      found.target = record.take(Math.min(record.next(), 4096)).toString('utf8');
    }
    at = Math.max(end, at + 1);
  }
  return found;
}
