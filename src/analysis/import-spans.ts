import type { ArrayStream } from '../formats/json/types.ts';

/** Longest call that is read, in bytes. */
const MAX_CALL = 16 * 1024 * 1024;
const MAX_OVERSIZE = 10_000;

const NONE: ReadonlyMap<number, number> = new Map();

/** Where the calls of one process stand in a report. */
export class CallSpan implements ArrayStream {
  /** From the first byte of the first call to behind the last one. */
  start = 0;
  stop = 0;
  /** Length of the first call. */
  first = 0;
  count = 0;
  /** Calls too long to be read: offset → length. */
  oversize: ReadonlyMap<number, number> = NONE;
  #oversize: Map<number, number> | undefined;

  element(offset: number, length: number): void {
    if (this.count === 0) {
      this.start = offset;
      this.first = length;
    }
    if (length > MAX_CALL) {
      // A list that holds almost nothing else is cut here; none of it would be read anyway.
      if (this.oversize.size >= MAX_OVERSIZE) return;
      this.#oversize ??= new Map();
      this.#oversize.set(offset, length);
      this.oversize = this.#oversize;
    }
    this.count++;
    this.stop = offset + length;
  }

  end(): this {
    return this;
  }
}
