import type { Value } from '../plugin/container.ts';

/**
 * A recorded value as a number: `64`, `'64'`, `'0x40'` and `64n` are 64, whichever way a monitor wrote it. Undefined
 * for what is not a number. Beyond 2^53 the nearest number that JavaScript has.
 */
export function number(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || !/^\s*-?(?:0x[0-9a-f]{1,64}|\d{1,64})\s*$/i.test(value)) return undefined;
  const digits = value.trim();
  return digits.startsWith('-') ? -Number(digits.slice(1)) : Number(digits);
}

/** A recorded value as text: numbers in decimal, lists joined by a space, nothing as the empty string. */
export function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(text).join(' ');
  return typeof value === 'object' ? JSON.stringify(value, (_, inner) => jsonable(inner)) : String(value);
}

/**
 * Registry data as a reader expects it. Monitors that don't know its type write the bytes of UTF-16 one by one
 * (`C\0:\0`), and reports that escape them write `C\\x00:\\x00`.
 */
export function registryText(value: Value | undefined): string {
  const plain = text(value);
  if (plain[1] === '\0' && isWide(plain)) return plain.replaceAll('\0', '');
  const isEscaped = plain.startsWith('\\x00', 1) && plain.split('\\x00').length * 6 >= plain.length;
  return isEscaped ? plain.replaceAll('\\x00', '') : plain;
}

function isWide(plain: string): boolean {
  for (let i = 1; i < plain.length; i += 2) if (plain[i] !== '\0') return false;
  return true;
}

const jsonable = (value: unknown) => (typeof value === 'bigint' ? String(value) : value);
