import type { ByteSource } from '../../util/byte-source.ts';

const PAGE = 256 * 1024;
/** A value never crosses the end of a page: pages overlap by this much. */
const OVERLAP = 16;
/** Pages that are kept; with them, half a megabyte to eight megabytes of a file are in memory. */
const KEPT = 32;

/** Thrown where something reaches past the end of what it lies in; whoever reads that part records it as damage. */
export class OutOfData extends RangeError {
  readonly offset: number;

  constructor(offset: number, message = 'it reaches past the end of the data') {
    super(message);
    this.name = 'OutOfData';
    this.offset = offset;
  }
}

/**
 * Numbers and bytes at any place of a source, of which only some pages are in memory. Reading past the end throws
 * `OutOfData`. Offsets are claims of the file: any number may be given.
 */
export class RandomAccess {
  readonly source: ByteSource;
  readonly size: number;
  littleEndian: boolean;
  readonly #pages = new Map<number, Buffer>();
  #page: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(source: ByteSource, options: { littleEndian?: boolean } = {}) {
    this.source = source;
    this.size = source.size;
    this.littleEndian = options.littleEndian ?? true;
  }

  u8(at: number): number {
    const i = this.#reach(at, 1);
    return this.#page[i]!;
  }

  u16(at: number): number {
    const i = this.#reach(at, 2);
    return this.littleEndian ? this.#page.readUInt16LE(i) : this.#page.readUInt16BE(i);
  }

  u32(at: number): number {
    const i = this.#reach(at, 4);
    return this.littleEndian ? this.#page.readUInt32LE(i) : this.#page.readUInt32BE(i);
  }

  i32(at: number): number {
    return this.u32(at) | 0;
  }

  u64(at: number): bigint {
    const i = this.#reach(at, 8);
    return this.littleEndian ? this.#page.readBigUInt64LE(i) : this.#page.readBigUInt64BE(i);
  }

  i64(at: number): bigint {
    return BigInt.asIntN(64, this.u64(at));
  }

  /** A 64-bit number that is used as an offset or a size: not exact beyond 2^53, which no file reaches. */
  size64(at: number): number {
    return Number(this.u64(at));
  }

  /** A copy of so many bytes. */
  bytes(at: number, length: number): Buffer {
    if (!(at >= 0 && length >= 0 && at + length <= this.size)) throw new OutOfData(at);
    return this.part(at, length);
  }

  /** A copy of at most so many bytes, fewer where the source ends. */
  part(at: number, length: number): Buffer {
    if (!(at >= 0 && at < this.size && length > 0)) return Buffer.alloc(0);
    const target = Buffer.allocUnsafe(Math.min(length, this.size - at));
    return target.subarray(0, this.source.read(target, at));
  }

  /** The bytes up to a zero, without it, at most `limit` of them. */
  zeroTerminated(at: number, limit: number): Buffer {
    const bytes = this.part(at, limit);
    if (bytes.length === 0 && limit > 0) throw new OutOfData(at);
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }

  /** The same as text, a character for each byte. */
  latin1z(at: number, limit: number): string {
    return this.zeroTerminated(at, limit).toString('latin1');
  }

  has(at: number, text: string): boolean {
    return this.part(at, text.length).toString('latin1') === text;
  }

  /** Bytes from `at` on in pieces; each piece is valid only until the next. Ends where the source ends. */
  *pieces(at: number, length: number): Generator<Buffer> {
    const end = Math.min(this.size, at + length);
    if (!(at >= 0)) return;
    const target = Buffer.allocUnsafe(Math.max(0, Math.min(PAGE * 4, end - at)));
    for (let p = at; p < end; ) {
      const got = this.source.read(target.subarray(0, Math.min(target.length, end - p)), p);
      if (got === 0) return;
      yield target.subarray(0, got);
      p += got;
    }
  }

  #reach(at: number, length: number): number {
    const i = at - this.#start;
    if (i >= 0 && i + length <= this.#page.length) return i;
    if (!(at >= 0 && at + length <= this.size) || !Number.isInteger(at)) throw new OutOfData(at);
    const number = Math.floor(at / PAGE);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = this.part(number * PAGE, PAGE + OVERLAP);
      if (this.#pages.size >= KEPT) {
        for (const oldest of this.#pages.keys()) {
          this.#pages.delete(oldest);
          break;
        }
      }
      this.#pages.set(number, page);
    }
    this.#page = page;
    this.#start = number * PAGE;
    // A file that became shorter while it was read.
    if (at - this.#start + length > page.length) throw new OutOfData(at);
    return at - this.#start;
  }
}

/** Part of a source as a source of its own, such as one file of a universal binary. */
export class PartSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #whole: ByteSource;
  readonly #start: number;

  constructor(whole: ByteSource, start: number, size: number, name = whole.name) {
    this.#whole = whole;
    this.#start = start;
    this.name = name;
    this.size = Math.max(0, Math.min(size, whole.size - start));
  }

  read(target: Uint8Array, position: number): number {
    const length = Math.max(0, Math.min(target.length, this.size - position));
    return length === 0 ? 0 : this.#whole.read(target.subarray(0, length), this.#start + position);
  }

  close(): void {}
}
