const STAMP = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?Z?$/;

let day = '';
let dayMs = 0;

/** Milliseconds since 1970 of `YYYY-MM-DD HH:MM:SS,mmm`, taken as UTC; NaN where the text is no time. */
export function stampToMs(text: string): number {
  // The common form first: the day rarely changes, and digits are cheaper than a regular expression.
  if (text.length === 23 && text.charCodeAt(10) === 0x20 && text.charCodeAt(19) === 0x2c) {
    const date = text.slice(0, 10);
    if (date === day) {
      const h = two(text, 11);
      const m = two(text, 14);
      const s = two(text, 17);
      const ms = two(text, 20) * 10 + (text.charCodeAt(22) - 0x30);
      if (h < 24 && m < 60 && s < 60 && ms >= 0 && ms < 1000) return dayMs + ((h * 60 + m) * 60 + s) * 1000 + ms;
    }
  }
  const match = STAMP.exec(text);
  if (match === null) return Number.NaN;
  const [, y, mo, d, h, mi, s, fraction = '0'] = match;
  const start = Date.UTC(Number(y), Number(mo) - 1, Number(d));
  const date = new Date(start);
  if (date.getUTCMonth() !== Number(mo) - 1 || date.getUTCFullYear() !== Number(y)) return Number.NaN;
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 60) return Number.NaN;
  day = text.slice(0, 10);
  dayMs = start;
  return start + ((Number(h) * 60 + Number(mi)) * 60 + Number(s)) * 1000 + Number(`0.${fraction}`) * 1000;
}

/** NaN or above 99 where these are no two digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1000;
}

/** Milliseconds of seconds since 1970; the double nearest to a decimal fraction must not lose its last digit. */
export function secondsToMs(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3;
}
