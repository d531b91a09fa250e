import { constants, crc32, inflateRawSync } from 'node:zlib';
import type { ByteSource } from '../../util/byte-source.ts';
import { findDirectory, readAt, readDirectory, Window } from './directory.ts';
import { Flag, LOCAL, LOCAL_BYTES, readLocal, type ZipEntry } from './headers.ts';

/** A member of a zip file, as its directory has it. Every number is a claim. */
export interface ZipMember extends Omit<ZipEntry, 'name'> {
  name: string;
  /** Whether only the header before its data names it. */
  isUnlisted: boolean;
}

export interface ZipListing {
  members: ZipMember[];
  /** What is not as it should be, though the directory was found. */
  oddities: { offset: number; what: string }[];
  /** Where reading stopped before the end, and why. */
  damage?: { offset: number; reason: string };
}

export const STORED = 0;
export const DEFLATED = 8;

/** Bytes that are searched for members where there is no directory. */
const SEARCHED = 256 << 20;

/**
 * The members of a zip file, at most `limit`, by its directory; where that is missing or breaks off, the rest by the
 * headers before the data. Undefined where the bytes are no zip file.
 */
export function readZip(source: ByteSource, limit: number): ZipListing | undefined {
  const directory = findDirectory(source);
  const listing: ZipListing = { members: [], oddities: directory?.oddities ?? [] };
  const { members } = listing;
  let end = source.size;
  if (directory === undefined) {
    if (!startsAsMember(source)) return undefined;
    listing.damage = { offset: source.size, reason: 'its directory, which is the last part, is missing' };
  } else {
    let at = directory.start;
    for (const { entry, next } of readDirectory(source, directory)) {
      if (members.length >= limit) return stopped(listing, at, limit);
      members.push({ ...entry, name: entry.name.toString(), isUnlisted: false });
      at = next;
    }
    // The count has 16 bits where there is no 64-bit record, and some writers let it overflow.
    if (at <= directory.end && (directory.count - members.length) % 0x10000 === 0) return listing;
    end = Math.min(end, directory.start);
    const reason = `the directory has ${members.length} readable entries of ${directory.count}`;
    listing.damage = { offset: Math.min(at, source.size), reason };
    if (at === directory.end) return listing;
  }
  const known = new Set(members.map(({ offset }) => offset));
  for (const member of membersByHeader(source, 0, end)) {
    if (known.has(member.offset)) continue;
    if (members.length >= limit) return stopped(listing, member.offset, limit);
    members.push(member);
  }
  return listing;
}

function stopped(listing: ZipListing, offset: number, limit: number): ZipListing {
  return { ...listing, damage: { offset, reason: `there are more than ${limit} members` } };
}

function startsAsMember(source: ByteSource): boolean {
  const head = readAt(source, 0, 4);
  return head.length === 4 && head.readUInt32LE(0) === LOCAL;
}

const SIGNATURE = Buffer.from('PK\x03\x04', 'latin1');

/** Members whose headers lie from `start` on, none of them in the data of another whose length is known. */
export function* membersByHeader(source: ByteSource, start: number, end: number): Generator<ZipMember> {
  const window = new Window(source);
  const stop = Math.min(end, start + SEARCHED, source.size);
  for (let at = start; at + LOCAL_BYTES <= stop; ) {
    const bytes = window.at(at, 1 << 16);
    if (bytes.length < LOCAL_BYTES) return;
    const found = bytes.indexOf(SIGNATURE);
    if (found !== 0) {
      at += found > 0 ? found : bytes.length - 3;
      continue;
    }
    const fixed = Buffer.from(window.at(at, LOCAL_BYTES));
    const tail = fixed.length < LOCAL_BYTES ? 0 : fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
    const data = at + LOCAL_BYTES + tail;
    if (fixed.length < LOCAL_BYTES || data > source.size) {
      at += 4;
      continue;
    }
    const entry = readLocal(fixed, window.at(at + LOCAL_BYTES, tail), at);
    yield { ...entry, name: entry.name.toString(), isUnlisted: true };
    at = data + entry.packed <= source.size ? data + entry.packed : data;
  }
}

export interface ZipContent {
  /** All of it, or what could be read. */
  bytes: Buffer;
  /** Why it is not whole. */
  damage?: string;
}

export interface ZipReadOptions {
  /** Longest content, in bytes; of a longer one there is none. */
  limit: number;
  /**
   * As Android does: any method but deflate is taken for none, and a flag that says it is encrypted for nothing.
   */
  asAndroid?: boolean;
}

/** The bytes of a member, unpacked. */
export function readZipMember(source: ByteSource, member: ZipMember, options: ZipReadOptions): ZipContent {
  const nothing = (damage: string): ZipContent => ({ bytes: Buffer.alloc(0), damage });
  const header = readAt(source, member.offset, LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) return nothing('its local header is not there');
  if (options.asAndroid !== true) {
    if ((member.flags & Flag.encrypted) !== 0) return nothing('it is encrypted');
    if (member.method !== STORED && member.method !== DEFLATED)
      return nothing(`it is compressed with method ${member.method}, which is not read`);
  }
  const isDeflated = member.method === DEFLATED;
  const start = member.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const isOpenEnded = member.isUnlisted && (member.flags & Flag.sizesFollow) !== 0 && member.packed === 0;
  const wanted = isOpenEnded ? Math.min(options.limit, source.size - start) : isDeflated ? member.packed : member.size;
  if (wanted > options.limit || member.size > options.limit) return nothing(`it is longer than ${options.limit} bytes`);
  const packed = readAt(source, start, wanted);
  const isCut = packed.length < wanted;
  const content = isDeflated ? inflated(packed, isOpenEnded ? options.limit : member.size) : { bytes: packed };
  if (isCut) content.damage = `${packed.length} of ${wanted} bytes are there`;
  if (isOpenEnded) return content;
  if (content.damage === undefined && content.bytes.length !== member.size)
    content.damage = `it has ${content.bytes.length} bytes, not ${member.size}`;
  if (content.damage === undefined && crc32(content.bytes) !== member.crc) content.damage = 'its checksum is another';
  return content;
}

function inflated(packed: Buffer, limit: number): ZipContent {
  try {
    // Flushed, a stream that is cut gives what is there.
    const bytes = inflateRawSync(packed, {
      maxOutputLength: Math.max(1, limit),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    return { bytes };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isTooLong = code === 'ERR_BUFFER_TOO_LARGE';
    return { bytes: Buffer.alloc(0), damage: isTooLong ? `it unpacks to more than ${limit} bytes` : message };
  }
}
