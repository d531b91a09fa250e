import { crc32, inflateRawSync } from 'node:zlib';
import type { ByteSource } from '../../util/byte-source.ts';

/** A member of an APK, as its central directory has it. Every number is a claim. */
export interface ApkEntry {
  name: string;
  method: number;
  packed: number;
  size: number;
  crc: number;
  /** Where its local header begins. */
  offset: number;
}

export interface ApkDirectory {
  entries: ApkEntry[];
  /** Where reading stopped before the end, and why. */
  damage?: { offset: number; reason: string };
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** An end record, with the longest comment. */
const LONGEST_END = 22 + 0xffff;
const LONGEST_DIRECTORY = 64 << 20;

/**
 * The members of an APK, at most `limit`; undefined where the bytes are no zip file. Android looks at the central
 * directory only, so what local headers say otherwise does not count.
 */
export function readApk(source: ByteSource, limit: number): ApkDirectory | undefined {
  const tail = Buffer.alloc(Math.min(LONGEST_END, source.size));
  const tailAt = source.size - tail.length;
  source.read(tail, tailAt);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) return undefined;
  const size = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  const directory = Buffer.alloc(Math.max(0, Math.min(size, LONGEST_DIRECTORY, source.size - start)));
  source.read(directory, start);
  return listEntries(directory, start, tail.readUInt16LE(end + 10), limit);
}

function listEntries(directory: Buffer, start: number, count: number, limit: number): ApkDirectory {
  const entries: ApkEntry[] = [];
  let at = 0;
  const stop = (reason: string): ApkDirectory => ({ entries, damage: { offset: start + at, reason } });
  while (entries.length < count) {
    if (at + 46 > directory.length)
      return stop(`the directory has ${count} members, ${entries.length} of them are there`);
    if (directory.readUInt32LE(at) !== CENTRAL) return stop('a member of the directory does not begin as one');
    if (entries.length >= limit) return stop(`there are more than ${limit} members`);
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameSize),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameSize + extraSize + commentSize;
  }
  return { entries };
}

/**
 * The bytes of a member, at most `limit`, or why there are none. As Android does, any method but deflate is taken
 * for none, and a flag that says it is encrypted for nothing.
 */
export function readApkEntry(source: ByteSource, entry: ApkEntry, limit: number): Buffer | string {
  const header = Buffer.alloc(30);
  if (source.read(header, entry.offset) < 30 || header.readUInt32LE(0) !== LOCAL)
    return 'its local header is not there';
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const wanted = entry.method === 8 ? entry.packed : entry.size;
  if (wanted > limit || entry.size > limit) return `it is longer than ${limit} bytes`;
  const packed = Buffer.alloc(Math.max(0, Math.min(wanted, source.size - start)));
  source.read(packed, start);
  if (packed.length < wanted) return `${packed.length} of ${wanted} bytes are there`;
  if (entry.method !== 8) return packed;
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(limit, entry.size + 1)) });
    return crc32(bytes) === entry.crc ? bytes : 'its checksum is another';
  } catch (error) {
    return (error as Error).message;
  }
}
