import { utcTime } from '../binary/text.ts';

/** Windows counts tenths of microseconds since 1601; null where none was set. */
export function fileTime(value: bigint): string | null {
  return value === 0n ? null : utcTime(Number(value / 10_000n) - 11_644_473_600_000);
}
