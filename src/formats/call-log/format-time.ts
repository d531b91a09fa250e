const DAY = 86_400_000;
let second = Number.NaN;
let prefix = '';

/**
 * `YYYY-MM-DD HH:MM:SS,mmm`, UTC, of milliseconds since 1970; a time that no calendar has is shown as such.
 * Fractions of a millisecond are cut.
 */
export function formatTime(ms: number): string {
  const whole = Math.floor(ms / 1000);
  if (whole !== second) {
    const date = new Date(whole * 1000);
    if (Number.isNaN(date.getTime()) || whole * 1000 > 253_402_300_799_000) return `${ms / DAY} days after 1970`;
    prefix = date.toISOString().slice(0, 19).replace('T', ' ');
    second = whole;
  }
  const rest = Math.floor(ms - whole * 1000);
  return `${prefix},${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`;
}

/** Milliseconds since 1970 of a FILETIME given in two unsigned halves, with fractions. */
export function filetimeToMs(low: number, high: number): number {
  const ticks = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const since1970 = ticks - 116_444_736_000_000_000n;
  return Number(since1970 / 10_000n) + Number(since1970 % 10_000n) / 10_000;
}
