/** An exact decimal number: `units` ÷ 10^`scale`. */
export interface Decimal {
  units: bigint;
  scale: number;
}

export const ZERO: Decimal = { units: 0n, scale: 0 };
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const MAX_EXPONENT = 400;

/** Reads a number as JSON writes it; undefined for anything else, and for exponents that no double has. */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = FORM.exec(text);
  if (!parts || `${parts[2]}${parts[3] ?? ''}` === '' || text.length > 2 * MAX_EXPONENT) return undefined;
  const exponent = Number(parts[4] ?? 0);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(`${parts[2]}${parts[3] ?? ''}`);
  const units = parts[1] === '-' ? -digits : digits;
  const scale = (parts[3]?.length ?? 0) - exponent;
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : reduce({ units, scale });
}

/** The decimal that a double is written as: 0.1 is one tenth. Undefined for NaN and the infinities. */
export function decimalOf(value: number): Decimal | undefined {
  return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return reduce({ units: unitsAt(a, scale) + unitsAt(b, scale), scale });
}

export function timesDecimal(a: Decimal, count: number): Decimal {
  return reduce({ units: a.units * BigInt(count), scale: a.scale });
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** `2.0`, `0.35`, `-1.0`: at least one place after the point. */
export function formatDecimal({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${sign}${whole}.${scale === 0 ? '0' : digits.slice(-scale)}`;
}

/** The nearest double. */
export function decimalToNumber(value: Decimal): number {
  return Number(formatDecimal(value));
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function reduce({ units, scale }: Decimal): Decimal {
  let reduced = units;
  let places = scale;
  while (places > 0 && reduced % 10n === 0n) {
    reduced /= 10n;
    places -= 1;
  }
  return { units: reduced, scale: places };
}
