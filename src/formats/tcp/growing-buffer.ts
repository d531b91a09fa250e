/** Bytes that may still be used, shared by many. */
export class Budget {
  left: number;
  #refused = 0;

  constructor(bytes: number) {
    this.left = bytes;
  }

  /** How many of `wanted` bytes may be used. */
  take(wanted: number): number {
    const granted = Math.min(wanted, this.left);
    this.left -= granted;
    if (granted < wanted) this.#refused += wanted - granted;
    return granted;
  }

  give(bytes: number): void {
    this.left += bytes;
  }

  get refused(): number {
    return this.#refused;
  }
}

/** So much each buffer has without asking. */
const FREE = 1024;
const FIRST = 256;

/** Collects bytes, as far as the budget of all collectors goes. Nothing is set aside for what is only claimed. */
export class GrowingBuffer {
  readonly #budget: Budget;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #taken = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get length(): number {
    return this.#length;
  }

  /** What was collected; valid until the next change. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  byteAt(index: number): number {
    return this.#bytes[index]!;
  }

  /** False when there is no more room: then nothing was added. */
  append(bytes: Uint8Array, start: number, end: number): boolean {
    const length = this.#length + end - start;
    if (length > this.#bytes.length && !this.#grow(length)) return false;
    this.#bytes.set(bytes.subarray(start, end), this.#length);
    this.#length = length;
    return true;
  }

  /** Leaves out the first bytes. */
  drop(count: number): void {
    if (count === this.#length) this.clear();
    else {
      this.#bytes.copyWithin(0, count, this.#length);
      this.#length -= count;
    }
  }

  clear(): void {
    this.#length = 0;
    this.#budget.give(this.#taken);
    this.#taken = 0;
    this.#bytes = EMPTY;
  }

  #grow(length: number): boolean {
    const size = Math.max(FIRST, length, this.#bytes.length * 2);
    const wanted = Math.max(0, size - FREE) - this.#taken;
    if (wanted > 0) {
      const granted = this.#budget.take(wanted);
      if (granted < wanted) {
        this.#budget.give(granted);
        return false;
      }
      this.#taken += wanted;
    }
    const larger = Buffer.allocUnsafe(size);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    return true;
  }
}

const EMPTY = Buffer.alloc(0);
