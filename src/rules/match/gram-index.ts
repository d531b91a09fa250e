/** Lengths of the pieces that are looked up; a literal is filed under the longest that it has. */
const LENGTHS = [8, 4, 3, 2, 1] as const;
const EMPTY = -1;

/**
 * Finds in one pass over a text which of many literals it may hold: each literal is filed under the hash of one of
 * its pieces, the one that the fewest others share. What is found is a candidate and has to be looked at.
 */
export class GramIndex {
  readonly #tables: GramTable[];

  /** `literals[i]` is filed for owner `owners[i]`; none may be empty. */
  constructor(literals: readonly string[], owners: readonly number[]) {
    this.#tables = LENGTHS.flatMap((length, index) => {
      const longer = index === 0 ? Number.POSITIVE_INFINITY : LENGTHS[index - 1]!;
      const mine: { literal: string; owner: number }[] = [];
      for (const [i, literal] of literals.entries()) {
        if (literal.length >= length && literal.length < longer) mine.push({ literal, owner: owners[i]! });
      }
      return mine.length === 0 ? [] : [new GramTable(length, mine)];
    });
  }

  /** Calls back for owners of literals that the text may hold; an owner can come several times. */
  scan(text: string, found: (owner: number) => void): void {
    for (const table of this.#tables) table.scan(text, found);
  }
}

class GramTable {
  readonly #length: number;
  readonly #mask: number;
  /** Slot of a hash → 1 where it has a chain: small enough for the processor's cache. */
  readonly #present: Uint8Array;
  /** Slot of a hash → first entry of its chain. */
  readonly #heads: Int32Array;
  /** Entry → next entry of the chain. */
  readonly #next: Int32Array;
  readonly #owners: Int32Array;
  /** Slot → number of the text that visited it last. */
  readonly #visited: Int32Array;
  /** Weight of the unit that leaves the window. */
  readonly #leaving: number;
  #text = 0;

  constructor(length: number, entries: readonly { literal: string; owner: number }[]) {
    this.#length = length;
    const size = 2 ** Math.max(8, Math.ceil(Math.log2(entries.length * 8)));
    this.#mask = size - 1;
    this.#present = new Uint8Array(size);
    this.#heads = new Int32Array(size).fill(EMPTY);
    this.#visited = new Int32Array(size);
    this.#next = new Int32Array(entries.length).fill(EMPTY);
    this.#owners = Int32Array.from(entries, ({ owner }) => owner);
    let leaving = 1;
    for (let i = 1; i < length; i += 1) leaving = Math.imul(leaving, FACTOR);
    this.#leaving = leaving;
    this.#file(entries);
  }

  #file(entries: readonly { literal: string; owner: number }[]): void {
    const shared = new Int32Array(this.#heads.length);
    for (const { literal } of entries) this.#slots(literal, (slot) => void (shared[slot]! += 1));
    const filed = new Int32Array(this.#heads.length);
    for (const [entry, { literal }] of entries.entries()) {
      let best = EMPTY;
      this.#slots(literal, (slot) => {
        const isRarer = best === EMPTY || shared[slot]! + filed[slot]! < shared[best]! + filed[best]!;
        if (isRarer) best = slot;
      });
      filed[best]! += 1;
      this.#next[entry] = this.#heads[best]!;
      this.#heads[best] = entry;
      this.#present[best] = 1;
    }
  }

  #slots(text: string, use: (slot: number) => void): void {
    const length = this.#length;
    let hash = 0;
    for (let i = 0; i < text.length; i += 1) {
      if (i >= length) hash = (hash - Math.imul(text.charCodeAt(i - length), this.#leaving)) | 0;
      hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
      if (i >= length - 1) use(slotOf(hash, this.#mask));
    }
  }

  scan(text: string, found: (owner: number) => void): void {
    const length = this.#length;
    if (text.length < length) return;
    this.#text += 1;
    const present = this.#present;
    const mask = this.#mask;
    const leaving = this.#leaving;
    let hash = 0;
    for (let i = 0; i < length - 1; i += 1) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
    for (let i = length - 1; i < text.length; i += 1) {
      hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
      const slot = slotOf(hash, mask);
      if (present[slot] === 1 && this.#visited[slot] !== this.#text) this.#visit(slot, found);
      hash = (hash - Math.imul(text.charCodeAt(i - length + 1), leaving)) | 0;
    }
  }

  #visit(slot: number, found: (owner: number) => void): void {
    this.#visited[slot] = this.#text;
    for (let entry = this.#heads[slot]!; entry !== EMPTY; entry = this.#next[entry]!) found(this.#owners[entry]!);
  }
}

const FACTOR = 0x01000193;

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}
