/** What a worker is doing, for whoever watches that it doesn't hang. `together`: several processing modules at once. */
export type Activity = {
  kind: 'loading' | 'processing' | 'together' | 'signature' | 'reporting' | 'stage';
  name: string;
};

/** Numbers in the shared memory: who runs, and a count that moves as long as it does. */
const CELLS = 2;

export function beaconMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Says in shared memory which module runs, so that a thread that is stuck in one can be told from a busy one. The
 * calls are cheap enough for one per API call and signature.
 */
export class Beacon {
  /** Number of who runs, and the count. For loops in which a call of `enter` would cost more than the work. */
  readonly cells: Int32Array;
  readonly #announce: (id: number, activity: Activity) => void;
  readonly #ids = new Map<string, number>();

  /** `announce` is told each activity once, before its number is used. */
  constructor(memory: SharedArrayBuffer, announce: (id: number, activity: Activity) => void) {
    this.cells = new Int32Array(memory);
    this.#announce = announce;
  }

  /** A number for an activity; to be kept by who enters it often. */
  id(kind: Activity['kind'], name: string): number {
    const key = `${kind} ${name}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(key, id);
      this.#announce(id, { kind, name });
    }
    return id;
  }

  /** Returns what was entered before, to go back to. */
  enter(id: number): number {
    const before = this.cells[0]!;
    this.cells[0] = id;
    this.cells[1]!++;
    return before;
  }

  /** Says that the thread still answers. */
  tick(): void {
    this.cells[1]!++;
  }
}

/** A beacon that nobody watches. */
export function silentBeacon(): Beacon {
  return new Beacon(beaconMemory(), () => {});
}

/** Tells how long the thread behind a beacon has not moved. */
export class Lookout {
  readonly #cells: Int32Array;
  #seen = -1;
  #since = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory);
  }

  look(now: number): { id: number; stillMs: number } {
    const count = Atomics.load(this.#cells, 1);
    if (count !== this.#seen) {
      this.#seen = count;
      this.#since = now;
    }
    return { id: Atomics.load(this.#cells, 0), stillMs: now - this.#since };
  }
}
