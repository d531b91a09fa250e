import type { ByteSource } from '../../util/byte-source.ts';
import { CHUNK } from '../../util/pace.ts';
import { CENTRAL, CENTRAL_BYTES, centralTail, END, END64, LOCATOR64, readCentral, type ZipEntry } from './headers.ts';

/** Where the central directory lies. */
export interface Directory {
  start: number;
  end: number;
  /** Entries it is said to have. */
  count: number;
  /** Bytes before the archive proper, which its offsets do not count. */
  shift: number;
  /** What is not as it should be, though the directory was found. */
  oddities: { offset: number; what: string }[];
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;
const MAX_COMMENT = 0xffff;

/** Undefined where the archive has no end record, as when it was cut. */
export function findDirectory(source: ByteSource): Directory | undefined {
  const at = findEnd(source);
  if (at === undefined) return undefined;
  const end = readAt(source, at, END_BYTES);
  const found: Directory = {
    start: end.readUInt32LE(16),
    end: at,
    count: end.readUInt16LE(10),
    shift: 0,
    oddities: [],
  };
  let size = end.readUInt32LE(12);
  if (at + END_BYTES + end.readUInt16LE(20) !== source.size) {
    found.oddities.push({ offset: at, what: 'the archive does not end where its last record says' });
  }
  const end64 = findEnd64(source, at);
  if (end64 !== undefined) {
    found.count = Number(end64.record.readBigUInt64LE(32));
    found.start = Number(end64.record.readBigUInt64LE(48));
    found.end = end64.at;
    size = Number(end64.record.readBigUInt64LE(40));
  } else if (found.start === 0xffffffff || size === 0xffffffff || found.count === 0xffff) {
    found.oddities.push({ offset: at, what: 'its 64-bit end record is missing' });
  }
  // A stub or junk before the archive shifts everything; the directory still ends at its end record.
  if (!isCentral(source, found.start) && isCentral(source, found.end - size)) {
    found.shift = found.end - size - found.start;
    found.start = found.end - size;
    if (found.shift !== 0) found.oddities.push({ offset: 0, what: `${found.shift} bytes lie before it` });
  }
  return found;
}

/** Entries in order, each with the position after it; ends where a record is not one, or at the directory's end. */
export function* readDirectory(source: ByteSource, directory: Directory): Generator<{ entry: ZipEntry; next: number }> {
  const window = new Window(source);
  for (let at = directory.start; at + CENTRAL_BYTES <= directory.end; ) {
    const fixed = Buffer.from(window.at(at, CENTRAL_BYTES));
    if (fixed.length < CENTRAL_BYTES || fixed.readUInt32LE(0) !== CENTRAL) return;
    const tail = window.at(at + CENTRAL_BYTES, centralTail(fixed));
    const next = at + CENTRAL_BYTES + centralTail(fixed);
    if (next > directory.end) return;
    const entry = readCentral(fixed, tail);
    entry.offset += directory.shift;
    yield { entry, next };
    at = next;
  }
}

/**
 * The last end record: one whose comment ends with the file if there is one, for a comment may hold anything, else
 * one whose comment is shorter than what follows, else any.
 */
function findEnd(source: ByteSource): number | undefined {
  const start = Math.max(0, source.size - END_BYTES - MAX_COMMENT - 1024);
  const tail = readAt(source, start, source.size - start);
  const found: (number | undefined)[] = [undefined, undefined];
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END) continue;
    const after = at + END_BYTES + tail.readUInt16LE(at + 20);
    if (after === tail.length) return start + at;
    found[after < tail.length ? 0 : 1] ??= start + at;
  }
  return found[0] ?? found[1];
}

function findEnd64(source: ByteSource, end: number): { at: number; record: Buffer } | undefined {
  const locator = readAt(source, end - LOCATOR_BYTES, LOCATOR_BYTES);
  if (locator.length < LOCATOR_BYTES || locator.readUInt32LE(0) !== LOCATOR64) return undefined;
  for (const at of [Number(locator.readBigUInt64LE(8)), end - LOCATOR_BYTES - END64_BYTES]) {
    const record = readAt(source, at, END64_BYTES);
    if (record.length === END64_BYTES && record.readUInt32LE(0) === END64) return { at, record };
  }
  return undefined;
}

function isCentral(source: ByteSource, at: number): boolean {
  const bytes = readAt(source, at, 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === CENTRAL;
}

/** As many of the bytes as there are; none where the position is not in the file. */
export function readAt(source: ByteSource, at: number, length: number): Buffer {
  if (!(at >= 0 && at < source.size) || length <= 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(Math.min(length, source.size - at));
  return bytes.subarray(0, source.read(bytes, at));
}

/** Reads short pieces that follow each other without asking the system for each. */
export class Window {
  readonly #source: ByteSource;
  readonly #buffer = Buffer.alloc(CHUNK * 4);
  #start = 0;
  #length = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Valid until the next call; at most 256 KiB, shorter at the end of the file. */
  at(position: number, length: number): Buffer {
    if (position < this.#start || position + length > this.#start + this.#length) {
      this.#start = position;
      this.#length = this.#source.read(this.#buffer, position);
    }
    const from = position - this.#start;
    return this.#buffer.subarray(from, Math.min(this.#length, from + length));
  }
}
