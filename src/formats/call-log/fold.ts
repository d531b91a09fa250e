/**
 * Remembers the call that was kept last, so that an equal neighbour can be told. Holds a copy of its bytes only
 * while the window moves.
 */
export class Folder {
  #def = -1;
  #tag = 0;
  #bytes: Buffer | undefined;
  #start = 0;
  #end = 0;
  #copy = Buffer.allocUnsafe(0);

  /** Whether the call is equal to the one kept last. */
  equals(def: number, tag: number, bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (def !== this.#def || tag !== this.#tag || length !== this.#end - this.#start || this.#bytes === undefined)
      return false;
    const kept = this.#bytes;
    let a = this.#end;
    let b = end;
    // From the end, where calls that differ mostly do; the start holds status and return value.
    for (let left = Math.min(length, 64); left > 0; left--) if (kept[--a] !== bytes[--b]) return false;
    return length <= 64 || bytes.compare(kept, this.#start, a, start, b) === 0;
  }

  keep(def: number, tag: number, bytes: Buffer, start: number, end: number): void {
    this.#def = def;
    this.#tag = tag;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** Must be called before the window's bytes change. */
  detach(): void {
    if (this.#bytes === undefined || this.#bytes === this.#copy) return;
    const length = this.#end - this.#start;
    if (this.#copy.length < length) this.#copy = Buffer.allocUnsafe(Math.max(4096, length * 2));
    this.#bytes.copy(this.#copy, 0, this.#start, this.#end);
    this.#bytes = this.#copy;
    this.#start = 0;
    this.#end = length;
  }
}
