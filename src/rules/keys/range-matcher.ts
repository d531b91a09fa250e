import type { Decimal } from '../decimal.ts';
import type { KeyValue, Matcher } from '../key.ts';
import { inRange, type NumberRange } from '../values/range.ts';

export type RangedNumber = Decimal;

/** Ranges that hold a number. There is one number in a report, so they are tried one by one. */
export class RangeMatcher implements Matcher<RangedNumber> {
  readonly #ranges: readonly NumberRange[];

  constructor(values: readonly KeyValue<NumberRange>[]) {
    this.#ranges = values.map(({ value }) => value);
  }

  match(data: RangedNumber, found: (value: number) => void): boolean {
    for (const [index, range] of this.#ranges.entries()) if (inRange(data, range)) found(index);
    return true;
  }
}
