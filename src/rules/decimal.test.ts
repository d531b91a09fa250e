import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimalOf,
  decimalToNumber,
  formatDecimal,
  parseDecimal,
  timesDecimal,
  ZERO,
} from './decimal.ts';

const of = (text: string) => parseDecimal(text)!;

describe('decimals', () => {
  it('add exactly where doubles do not', () => {
    expect(0.1 + 0.2 >= 0.3 && 0.1 + 0.7 >= 0.8).toBe(false);
    expect(compareDecimals(addDecimals(of('0.1'), of('0.2')), of('0.3'))).toBe(0);
    expect(compareDecimals(addDecimals(of('0.1'), of('0.7')), of('0.8'))).toBe(0);
  });

  it.each([
    ['2', '2.0'],
    ['2.50', '2.5'],
    ['-0.10', '-0.1'],
    ['1e3', '1000.0'],
    ['1.5e-3', '0.0015'],
    ['+.5', '0.5'],
    ['-0', '0.0'],
  ])('%s is %s', (text, shown) => {
    expect(formatDecimal(of(text))).toBe(shown);
  });

  it.each(['', '.', '-', '1e999999999', 'NaN', '0x1', '1,5', '9'.repeat(1000)])('%s is none', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it('are what a double is written as', () => {
    expect(formatDecimal(decimalOf(0.1)!)).toBe('0.1');
    expect(decimalOf(Number.NaN)).toBeUndefined();
    expect(decimalOf(Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  it('keep every finite double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimalToNumber(decimalOf(value)!)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('add in any order and grouping, and undo what they did', () => {
    const decimal = fc.tuple(fc.integer(), fc.nat({ max: 6 })).map(([n, scale]) => ({ units: BigInt(n), scale }));
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(addDecimals(addDecimals(a, b), c)).toEqual(addDecimals(a, addDecimals(c, b)));
        expect(compareDecimals(addDecimals(addDecimals(a, b), timesDecimal(b, -1)), a)).toBe(0);
        expect(compareDecimals(addDecimals(a, ZERO), a)).toBe(0);
      }),
    );
  });
});
