import { writeFrame } from './pipe.ts';

const BEAT_MS = 1000;
const LOOK_MS = 200;

/**
 * Looks after the running Python from inside: says once a second that it is alive, and interrupts a signature that
 * has been in one call for too long.
 *
 * Python tells what it does in two 32-bit cells of its memory, whose address it writes to a file: the number of the
 * signature, 0 for none, and a count that moves with each call.
 */
export class Watch {
  readonly #now: () => number;
  readonly #residentBytes: () => number;
  readonly #residentLimit: number;
  readonly #giveUp: () => never;
  #cells = 0;
  #budgetMs = Infinity;
  #stuckMs = Infinity;
  #lastBeat = 0;
  #lastLook = 0;
  #who = 0;
  #count = 0;
  #since = 0;

  constructor(now: () => number, residentBytes: () => number, memoryLimit: number, giveUp: () => never) {
    this.#now = now;
    this.#giveUp = giveUp;
    this.#residentBytes = residentBytes;
    this.#residentLimit = 2 * memoryLimit + (512 << 20);
  }

  /** After its budget code is interrupted; one that swallows that is interrupted again and again, then it ends all. */
  begin(cells: number, budgetMs: number, stuckMs: number): void {
    this.#cells = cells;
    this.#budgetMs = budgetMs;
    this.#stuckMs = stuckMs;
    this.#lastBeat = this.#lastLook = this.#since = this.#now();
    this.#who = 0;
  }

  /** The number of what runs, 0 for nothing. */
  running(memory: Uint32Array): number {
    return this.#cells === 0 ? 0 : memory[this.#cells >>> 2]!;
  }

  end(): void {
    this.#cells = 0;
  }

  /** Whether what runs is to be interrupted. */
  poll(memory: Uint32Array): boolean {
    if (this.#cells === 0) return false;
    const now = this.#now();
    if (now - this.#lastLook < LOOK_MS) return false;
    this.#lastLook = now;
    const who = this.running(memory);
    const count = memory[(this.#cells >>> 2) + 1]!;
    if (who !== this.#who || count !== this.#count) {
      this.#who = who;
      this.#count = count;
      this.#since = now;
    }
    if (now - this.#lastBeat >= BEAT_MS) {
      this.#lastBeat = now;
      writeFrame({ kind: 'alive', signature: who });
    }
    if (who === 0) return false;
    const overMs = now - this.#since - this.#budgetMs;
    if (overMs > this.#stuckMs) {
      writeFrame({ kind: 'stuck', signature: who });
      this.#giveUp();
    }
    return overMs > 0 || this.#residentBytes() > this.#residentLimit;
  }
}
