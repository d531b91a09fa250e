import type { IpAddress } from '../../util/ip.ts';

/** Finds all of many address ranges that hold an address: logarithmic in their number, and linear in what is found. */
export class AddressIndex {
  readonly #families: { 4: IntervalTree; 6: IntervalTree };

  /** Ranges are numbered as they stand in the list; both ends belong to them. */
  constructor(ranges: readonly { first: IpAddress; last: IpAddress }[]) {
    const of = (family: 4 | 6) =>
      new IntervalTree(
        ranges.flatMap(({ first, last }, id) =>
          first.family === family && last.family === family ? [{ low: numberOf(first), high: numberOf(last), id }] : [],
        ),
      );
    this.#families = { 4: of(4), 6: of(6) };
  }

  find(address: IpAddress, found: (range: number) => void): void {
    this.#families[address.family].find(numberOf(address), found);
  }
}

interface Interval {
  low: bigint;
  high: bigint;
  id: number;
}

function numberOf(address: IpAddress): bigint {
  return address.words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

/** Intervals sorted by their low end; each subtree of the implied balanced tree knows its highest end. */
class IntervalTree {
  readonly #sorted: Interval[];
  readonly #highest: bigint[];

  constructor(intervals: Interval[]) {
    this.#sorted = intervals.sort((a, b) => (a.low < b.low ? -1 : Number(a.low > b.low)) || a.id - b.id);
    this.#highest = new Array(intervals.length);
    if (intervals.length > 0) this.#measure(0, intervals.length - 1);
  }

  #measure(from: number, to: number): bigint {
    const middle = (from + to) >> 1;
    let highest = this.#sorted[middle]!.high;
    for (const [start, end] of [
      [from, middle - 1],
      [middle + 1, to],
    ] as const) {
      if (start > end) continue;
      const below = this.#measure(start, end);
      if (below > highest) highest = below;
    }
    this.#highest[middle] = highest;
    return highest;
  }

  find(value: bigint, found: (id: number) => void): void {
    this.#search(0, this.#sorted.length - 1, value, found);
  }

  #search(from: number, to: number, value: bigint, found: (id: number) => void): void {
    if (from > to) return;
    const middle = (from + to) >> 1;
    if (this.#highest[middle]! < value) return;
    this.#search(from, middle - 1, value, found);
    const { low, high, id } = this.#sorted[middle]!;
    if (low > value) return;
    if (high >= value) found(id);
    this.#search(middle + 1, to, value, found);
  }
}
