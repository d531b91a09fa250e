import { latin1 } from '../pcap/bytes.ts';

/** Cuts what one side sends into lines. Lines that are too long are cut, and the rest of them left out. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  readonly #limit: number;
  #pending = '';
  #isTooLong = false;

  /** Lines come without their ends. */
  constructor(onLine: (line: string) => void, limit = 8192) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; ) {
      at = this.one(bytes, at, end);
    }
  }

  /** Reads up to the end of one line at most; where it stopped. */
  one(bytes: Uint8Array, start: number, end: number): number {
    const feed = bytes.indexOf(10, start);
    const isWhole = feed >= 0 && feed < end;
    const stop = isWhole ? feed : end;
    if (!this.#isTooLong) {
      const room = this.#limit - this.#pending.length;
      this.#pending += latin1(bytes, start, Math.min(stop, start + room));
      this.#isTooLong = stop - start > room;
    }
    if (!isWhole) return end;
    const line = this.#pending;
    this.reset();
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    return stop + 1;
  }

  reset(): void {
    this.#pending = '';
    this.#isTooLong = false;
  }
}
