const STRINGS = 1 << 20;

/**
 * The texts that cells share: a record and its continuations. Read up to the one that is asked for, once. Where a text
 * goes on in a continuation, that begins with another byte of how wide it is.
 */
export class SharedStrings {
  readonly #parts: readonly Buffer[];
  readonly #strings: string[] = [];
  readonly #count: number;
  #part = 0;
  #at = 8;
  #isBroken = false;

  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
    const first = parts[0];
    this.#count = first !== undefined && first.length >= 8 ? Math.min(STRINGS, first.readUInt32LE(4)) : 0;
  }

  at(number: number): string | undefined {
    while (!this.#isBroken && this.#strings.length <= number && this.#strings.length < this.#count) {
      const text = this.#next();
      if (text === undefined) this.#isBroken = true;
      else this.#strings.push(text);
    }
    return this.#strings[number];
  }

  #next(): string | undefined {
    const head = this.#take(3);
    if (head === undefined) return undefined;
    let left = head.readUInt16LE(0);
    const flags = head[2]!;
    let isWide = (flags & 1) !== 0;
    const runs = (flags & 8) !== 0 ? this.#take(2)?.readUInt16LE(0) : 0;
    const extra = (flags & 4) !== 0 ? this.#take(4)?.readUInt32LE(0) : 0;
    if (runs === undefined || extra === undefined) return undefined;
    let text = '';
    while (left > 0) {
      const part = this.#parts[this.#part];
      if (part === undefined) return undefined;
      const room = Math.floor((part.length - this.#at) / (isWide ? 2 : 1));
      const count = Math.max(0, Math.min(left, room));
      const end = this.#at + count * (isWide ? 2 : 1);
      text += part.toString(isWide ? 'utf16le' : 'latin1', this.#at, end);
      this.#at = end;
      left -= count;
      if (left === 0) break;
      this.#part++;
      this.#at = 1;
      isWide = ((this.#parts[this.#part]?.[0] ?? 0) & 1) !== 0;
    }
    return this.#skip(runs * 4 + extra) ? text : undefined;
  }

  /** Of one part; a head never crosses the end of one. */
  #take(size: number): Buffer | undefined {
    let part = this.#parts[this.#part];
    if (part !== undefined && this.#at >= part.length) {
      part = this.#parts[++this.#part];
      this.#at = 0;
    }
    if (part === undefined || this.#at + size > part.length) return undefined;
    this.#at += size;
    return part.subarray(this.#at - size, this.#at);
  }

  #skip(size: number): boolean {
    let left = size;
    while (left > 0) {
      const part = this.#parts[this.#part];
      if (part === undefined) return false;
      const step = Math.min(left, part.length - this.#at);
      this.#at += step;
      left -= step;
      if (left > 0) {
        this.#part++;
        this.#at = 0;
      }
    }
    return true;
  }
}
