import type { Call, CallList } from '../plugin/container.ts';

/** A call list over calls in memory. */
export class MemoryCalls implements CallList {
  readonly #calls: readonly Call[];

  constructor(calls: readonly Call[]) {
    this.#calls = calls;
  }

  get length(): number {
    return this.#calls.length;
  }

  at(index: number): Call | undefined {
    return this.#calls.at(index);
  }

  slice(start?: number, end?: number): Call[] {
    return this.#calls.slice(start, end);
  }

  *ofApi(...names: string[]): Generator<Call, void, undefined> {
    const wanted = new Set(names);
    for (const call of this.#calls) if (wanted.has(call.api)) yield call;
  }

  [Symbol.iterator](): Iterator<Call> {
    return this.#calls[Symbol.iterator]();
  }

  toJSON(): Call[] {
    return [...this.#calls];
  }
}
