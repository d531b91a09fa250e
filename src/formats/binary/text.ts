import { isUtf8 } from 'node:buffer';

/** `0x` and at least so many hexadecimal digits. */
export function hex(value: number | bigint, digits = 8): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** UTF-8 where the bytes are that, else a character for each byte. */
export function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** `YYYY-MM-DD HH:MM:SS` in UTC; null beyond the year 9999. */
export function utcTime(milliseconds: number): string | null {
  if (!(Math.abs(milliseconds) < 253_402_300_800_000)) return null;
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Names of the bits that are set, in the order of the table. */
export function bitNames(value: number, names: { readonly [name: string]: number }): string[] {
  return Object.entries(names)
    .filter(([, mask]) => (value & mask) >>> 0 === mask)
    .map(([name]) => name);
}
