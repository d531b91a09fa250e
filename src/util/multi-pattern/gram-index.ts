/** Lengths of the pieces that are looked up; a literal is filed under one of the longest that it has. */
const LENGTHS = [8, 4, 3, 2, 1] as const;
/** How often a piece of each length turns up in a text, about: what a short one costs more than a long one. */
const WEIGHTS = [0.02, 0.1, 0.3, 1, 5] as const;
const EMPTY = -1;
const FACTOR = 0x01000193;

/** A pattern to be found by its literals. */
export interface GramEntry {
  owner: number;
  /** Of each set, every match holds one literal: to look for all literals of any one set will do. None is empty. */
  sets: readonly (readonly string[])[];
}

interface Place {
  table: number;
  slot: number;
  cost: number;
}

/**
 * Finds in one pass over a text which of many literals it may hold: each literal is filed under the hash of one of its
 * pieces, the one that the fewest others share. What is found is a candidate and has to be looked at.
 */
export class GramIndex {
  readonly #tables: readonly (GramTable | undefined)[];

  constructor(entries: readonly GramEntry[]) {
    const size = 2 ** Math.max(8, Math.ceil(Math.log2(entries.length * 8)));
    const counts = LENGTHS.map((length) => new GramCounts(length, size));
    for (const { sets } of entries) for (const literal of sets.flat()) counts[tableOf(literal)]!.add(literal);
    const filed: { owner: number; slot: number }[][] = LENGTHS.map(() => []);
    for (const { owner, sets } of entries) {
      for (const { table, slot } of cheapest(sets, counts)) {
        counts[table]!.take(slot);
        filed[table]!.push({ owner, slot });
      }
    }
    this.#tables = filed.map((own, table) => (own.length > 0 ? new GramTable(LENGTHS[table]!, size, own) : undefined));
  }

  /** Calls back for owners of entries that the text may match; an owner can come several times. */
  scan(text: string, found: (owner: number) => void): void {
    for (const table of this.#tables) table?.scan(text, found);
  }
}

/** Where to file the literals of the set that will turn up least often. */
function cheapest(sets: GramEntry['sets'], counts: readonly GramCounts[]): Place[] {
  let best: Place[] = [];
  let bestCost = Number.POSITIVE_INFINITY;
  for (const literals of sets) {
    const places = literals.map((literal) => {
      const table = tableOf(literal);
      const { slot, count } = counts[table]!.rarest(literal);
      return { table, slot, cost: count * WEIGHTS[table]! };
    });
    const cost = places.reduce((sum, place) => sum + place.cost, 0);
    if (cost >= bestCost) continue;
    best = places;
    bestCost = cost;
  }
  return best;
}

function tableOf(literal: string): number {
  return LENGTHS.findIndex((length) => literal.length >= length);
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

/** Weight of the unit that leaves a window of this length. */
function leavingWeight(length: number): number {
  let weight = 1;
  for (let i = 1; i < length; i += 1) weight = Math.imul(weight, FACTOR);
  return weight;
}

/** How many literals share each slot. */
class GramCounts {
  readonly #length: number;
  readonly #leaving: number;
  readonly #mask: number;
  readonly #shared: Int32Array;

  constructor(length: number, size: number) {
    this.#length = length;
    this.#leaving = leavingWeight(length);
    this.#mask = size - 1;
    this.#shared = new Int32Array(size);
  }

  add(literal: string): void {
    this.#slots(literal, (slot) => {
      this.#shared[slot]! += 1;
    });
  }

  rarest(literal: string): { slot: number; count: number } {
    let best = EMPTY;
    this.#slots(literal, (slot) => {
      if (best === EMPTY || this.#shared[slot]! < this.#shared[best]!) best = slot;
    });
    return { slot: best, count: this.#shared[best]! };
  }

  /** Something is filed here now. */
  take(slot: number): void {
    this.#shared[slot]! += 1;
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
}

class GramTable {
  readonly #length: number;
  readonly #leaving: number;
  readonly #mask: number;
  /** Slot → 1 where it has a chain: small enough for the processor's cache. */
  readonly #present: Uint8Array;
  /** Slot → first entry of its chain. */
  readonly #heads: Int32Array;
  /** Entry → next entry of the chain. */
  readonly #next: Int32Array;
  readonly #owners: Int32Array;
  /** Slot → number of the text that visited it last. */
  readonly #visited: Int32Array;
  #text = 0;

  constructor(length: number, size: number, entries: readonly { owner: number; slot: number }[]) {
    this.#length = length;
    this.#leaving = leavingWeight(length);
    this.#mask = size - 1;
    this.#present = new Uint8Array(size);
    this.#heads = new Int32Array(size).fill(EMPTY);
    this.#visited = new Int32Array(size);
    this.#next = new Int32Array(entries.length);
    this.#owners = Int32Array.from(entries, ({ owner }) => owner);
    for (const [entry, { slot }] of entries.entries()) {
      this.#next[entry] = this.#heads[slot]!;
      this.#heads[slot] = entry;
      this.#present[slot] = 1;
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
