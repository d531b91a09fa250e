import { bytesToText } from './walk.ts';

const SLOTS = 2048;
const LONGEST = 256;

/**
 * Texts that came lately, by their bytes. Logs say the same few paths and keys over and over; a text that is the
 * same object needs no decoding, and its hash is known to every set it is looked up in.
 */
export class TextCache {
  readonly #bytes: (Uint8Array | undefined)[] = new Array(SLOTS);
  readonly #texts: string[] = new Array(SLOTS);

  text(b: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return '';
    if (length > LONGEST) return bytesToText(b, start, end);
    const slot = slotOf(b, start, end, length);
    const known = this.#bytes[slot];
    if (known !== undefined && known.length === length) {
      let i = length;
      let p = end;
      while (i > 0 && known[--i] === b[--p]) {
        if (i === 0) return this.#texts[slot]!;
      }
    }
    const text = bytesToText(b, start, end);
    this.#bytes[slot] = Uint8Array.prototype.slice.call(b, start, end);
    this.#texts[slot] = text;
    return text;
  }
}

/** Mixes the length with bytes from the end, where paths differ, and from the middle. */
function slotOf(b: Uint8Array, start: number, end: number, length: number): number {
  let hash = length;
  for (let p = end - 1, stop = Math.max(start, end - 12); p >= stop; p--) hash = (Math.imul(hash, 31) + b[p]!) | 0;
  const middle = start + (length >> 1);
  hash = Math.imul(hash, 31) + b[middle]! + (b[start + (length >> 2)]! << 8);
  return (hash ^ (hash >>> 11)) & (SLOTS - 1);
}
