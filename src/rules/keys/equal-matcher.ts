import type { Matcher } from '../key.ts';

/** Values that are equal to a datum, found by a hash of them. */
export class EqualMatcher<T> implements Matcher<T> {
  readonly #numbers = new Map<T, number[]>();

  constructor(values: Iterable<T>) {
    let index = 0;
    for (const value of values) {
      const numbers = this.#numbers.get(value);
      if (numbers) numbers.push(index);
      else this.#numbers.set(value, [index]);
      index += 1;
    }
  }

  match(data: T, found: (value: number) => void): boolean {
    for (const index of this.#numbers.get(data) ?? []) found(index);
    return true;
  }
}
