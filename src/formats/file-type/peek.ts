import type { ByteSource } from '../../util/byte-source.ts';

const PAGE = 64 * 1024;

/** Numbers and texts at any place of a source; undefined where the source doesn't reach that far. */
export class Peek {
  readonly size: number;
  littleEndian = true;
  readonly #source: ByteSource;
  #page: Uint8Array = new Uint8Array();
  #view: DataView = new DataView(new ArrayBuffer(0));
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  u8(offset: number): number | undefined {
    const at = this.#reach(offset, 1);
    return at === undefined ? undefined : this.#view.getUint8(at);
  }

  u16(offset: number): number | undefined {
    const at = this.#reach(offset, 2);
    return at === undefined ? undefined : this.#view.getUint16(at, this.littleEndian);
  }

  i16(offset: number): number | undefined {
    const at = this.#reach(offset, 2);
    return at === undefined ? undefined : this.#view.getInt16(at, this.littleEndian);
  }

  u32(offset: number): number | undefined {
    const at = this.#reach(offset, 4);
    return at === undefined ? undefined : this.#view.getUint32(at, this.littleEndian);
  }

  i32(offset: number): number | undefined {
    const at = this.#reach(offset, 4);
    return at === undefined ? undefined : this.#view.getInt32(at, this.littleEndian);
  }

  /** Not exact beyond 2^53, which no file reaches. */
  u64(offset: number): number | undefined {
    const at = this.#reach(offset, 8);
    return at === undefined ? undefined : Number(this.#view.getBigUint64(at, this.littleEndian));
  }

  /** At most `length` bytes, fewer at the end of the source; a copy. */
  bytes(offset: number, length: number): Uint8Array {
    if (!(offset >= 0 && offset < this.size)) return new Uint8Array();
    const target = new Uint8Array(Math.min(length, this.size - offset));
    return target.subarray(0, this.#source.read(target, offset));
  }

  /** The same as text, a character for each byte. */
  latin1(offset: number, length: number): string {
    return Buffer.from(this.bytes(offset, length)).toString('latin1');
  }

  has(offset: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.u8(offset + i) !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Where `text` begins, at `offset` or up to `range` - 1 bytes later. */
  find(offset: number, range: number, text: string): number | undefined {
    const at = this.latin1(offset, range + text.length - 1).indexOf(text);
    return at < 0 ? undefined : offset + at;
  }

  /** Brings the bytes into the page; their place in it. */
  #reach(offset: number, length: number): number | undefined {
    if (!(offset >= 0 && offset + length <= this.size)) return undefined;
    if (offset < this.#start || offset + length > this.#start + this.#page.length) {
      this.#page = this.bytes(offset, PAGE);
      this.#view = new DataView(this.#page.buffer, this.#page.byteOffset, this.#page.length);
      this.#start = offset;
      if (this.#page.length < length) return undefined;
    }
    return offset - this.#start;
  }
}
