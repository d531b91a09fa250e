/** Length of the pieces that texts are filed under. */
const PIECE = 3;
const FACTOR = 0x01000193;

/**
 * Texts filed under their pieces, so that looking for one that holds a literal does not mean to go through all of them.
 * Built in one pass over the texts; takes about four bytes for each of their characters.
 */
export class ListIndex {
  readonly texts: readonly string[];
  readonly #byText = new Map<string, number[]>();
  readonly #mask: number;
  /** Slot → where its list of texts begins; one more at the end. */
  readonly #starts: Int32Array;
  readonly #filed: Int32Array;

  constructor(texts: readonly string[]) {
    this.texts = texts;
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    const size = 2 ** Math.min(18, Math.max(10, Math.ceil(Math.log2(characters + 1))));
    this.#mask = size - 1;
    for (const [id, text] of texts.entries()) {
      const equal = this.#byText.get(text);
      if (equal) equal.push(id);
      else this.#byText.set(text, [id]);
    }
    const starts = new Int32Array(size + 1);
    this.#eachSlot((slot) => {
      starts[slot + 1]! += 1;
    });
    for (let slot = 0; slot < size; slot += 1) starts[slot + 1]! += starts[slot]!;
    const next = starts.slice(0, size);
    this.#filed = new Int32Array(starts[size]!);
    this.#eachSlot((slot, id) => {
      this.#filed[next[slot]!++] = id;
    });
    this.#starts = starts;
  }

  /** Positions of the texts that are equal to one, rising. */
  equal(text: string): readonly number[] {
    return this.#byText.get(text) ?? [];
  }

  /**
   * Positions of the texts that may hold one literal of each set, some of them perhaps twice; undefined where nothing
   * is known and all have to be looked at.
   */
  candidates(sets: readonly (readonly string[])[]): Iterable<number> | undefined {
    let best: Range[] | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const literals of sets) {
      const ranges = literals.map((literal) => this.#rarest(literal));
      if (!ranges.every((range) => range !== undefined)) continue;
      const count = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
      if (count >= fewest) continue;
      best = ranges;
      fewest = count;
    }
    return best && this.#ids(best);
  }

  *#ids(ranges: readonly Range[]): Generator<number> {
    for (const { start, end } of ranges) for (let i = start; i < end; i += 1) yield this.#filed[i]!;
  }

  /** The shortest list that holds all texts with a literal; undefined for literals that are too short. */
  #rarest(literal: string): Range | undefined {
    let best: Range | undefined;
    for (let i = PIECE; i <= literal.length; i += 1) {
      const slot = slotOf(literal, i - PIECE, this.#mask);
      const start = this.#starts[slot]!;
      const end = this.#starts[slot + 1]!;
      if (best === undefined || end - start < best.end - best.start) best = { start, end };
    }
    return best;
  }

  /** Each slot that a text has a piece in, once for each text. */
  #eachSlot(visit: (slot: number, id: number) => void): void {
    const seen = new Int32Array(this.#mask + 1).fill(-1);
    for (const [id, text] of this.texts.entries()) {
      for (let i = PIECE; i <= text.length; i += 1) {
        const slot = slotOf(text, i - PIECE, this.#mask);
        if (seen[slot] === id) continue;
        seen[slot] = id;
        visit(slot, id);
      }
    }
  }
}

interface Range {
  start: number;
  end: number;
}

function slotOf(text: string, at: number, mask: number): number {
  let hash = 0;
  for (let i = at; i < at + PIECE; i += 1) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 15)) & mask;
}
