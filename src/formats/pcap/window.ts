import type { ByteSource } from '../../util/byte-source.ts';

/** A part of a source that moves forward; each byte is read once. */
export class Window {
  readonly size: number;
  bytes: Buffer;
  /** Position in the source of the first byte of `bytes`. */
  base = 0;
  #filled = 0;
  readonly #source: ByteSource;
  readonly #onBytes: ((bytes: Uint8Array) => void) | undefined;

  /** `onBytes` sees every byte that is read, in order. */
  constructor(source: ByteSource, capacity: number, onBytes?: (bytes: Uint8Array) => void) {
    this.#source = source;
    this.size = source.size;
    this.bytes = Buffer.allocUnsafe(Math.max(64, Math.min(capacity, source.size)));
    this.#onBytes = onBytes;
  }

  /** Where `position` is in `bytes`, with `length` bytes from there on; -1 when the source ends before. */
  at(position: number, length: number): number {
    const at = position - this.base;
    if (at + length <= this.#filled) return at;
    return position + length > this.size ? -1 : this.#move(position, length);
  }

  /** Reads what is left, so that `onBytes` has seen the whole source. */
  drain(): void {
    while (this.base + this.#filled < this.size) {
      const before = this.base + this.#filled;
      this.#move(before, 1);
      if (this.base + this.#filled === before) return;
    }
  }

  #move(position: number, length: number): number {
    const end = this.base + this.#filled;
    const kept = Math.max(0, end - position);
    if (position > end) this.#skip(end, position);
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(length);
      this.bytes.copy(larger, 0, position - this.base, this.#filled);
      this.bytes = larger;
    } else if (kept > 0) this.bytes.copyWithin(0, position - this.base, this.#filled);
    this.base = position;
    this.#filled = kept;
    this.#fill();
    return this.#filled >= length ? 0 : -1;
  }

  #fill(): void {
    const target = this.bytes.subarray(this.#filled);
    const got = this.#source.read(target, this.base + this.#filled);
    this.#onBytes?.(target.subarray(0, got));
    this.#filled += got;
  }

  /** Only those who want to see every byte need what is jumped over. */
  #skip(from: number, to: number): void {
    if (!this.#onBytes) return;
    for (let at = from; at < to; ) {
      const target = this.bytes.subarray(0, Math.min(this.bytes.length, to - at));
      const got = this.#source.read(target, at);
      if (got === 0) return;
      this.#onBytes(target.subarray(0, got));
      at += got;
    }
  }
}
