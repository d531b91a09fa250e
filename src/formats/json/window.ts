import type { ByteSource } from '../../util/byte-source.ts';

/** A part of a source that slides forward. Readers take `bytes`, `pos` and `end` into locals and put `pos` back. */
export class Window {
  bytes: Buffer;
  pos = 0;
  end = 0;
  /** Offset in the source of `bytes[0]`. */
  base = 0;
  readonly #source: ByteSource | undefined;

  constructor(source: ByteSource | Buffer, chunk = 256 * 1024) {
    if (Buffer.isBuffer(source)) {
      this.bytes = source;
      this.end = source.length;
    } else {
      this.#source = source;
      this.bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.min(chunk, source.size || 1)));
    }
  }

  get offset(): number {
    return this.base + this.pos;
  }

  /**
   * Reads on, keeping the bytes from index `keep`; they move to index 0, and `pos` with them. Doubles the window
   * when they fill it: whoever keeps bytes has a limit. False at the end of the source, and nothing has moved.
   */
  more(keep: number): boolean {
    if (this.#source === undefined) return false;
    const next = this.base + this.end;
    if (next >= this.#source.size) return false;
    const kept = this.end - keep;
    const room = kept > this.bytes.length / 2 ? Buffer.allocUnsafeSlow(this.bytes.length * 2) : this.bytes;
    this.bytes.copy(room, 0, keep, this.end);
    const got = this.#source.read(room.subarray(kept), next);
    this.bytes = room;
    this.base += keep;
    this.pos -= keep;
    this.end = kept + got;
    return got > 0;
  }
}
