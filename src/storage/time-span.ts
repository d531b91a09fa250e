import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';

const UNIT_SECONDS: { [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MAX_SECONDS = 1000 * 366 * 86_400;

/**
 * The time from which on is meant by `--since`: a span back from now (`90m`, `1h`, `30d`, a number of seconds), a date,
 * or `all`, which is `undefined`. Throws OvoscopeError.
 */
export function parseSince(text: string, now: Date): Date | undefined {
  if (text === 'all') return undefined;
  const seconds = spanSeconds(text);
  return seconds === undefined ? dateOf(text) : new Date(Math.max(0, now.getTime() - seconds * 1000));
}

/** The time meant by `--expires`: a span from now on, or a date. Throws OvoscopeError. */
export function parseExpiry(text: string, now: Date): Date {
  const seconds = spanSeconds(text);
  return seconds === undefined ? dateOf(text) : new Date(now.getTime() + seconds * 1000);
}

function spanSeconds(text: string): number | undefined {
  const match = /^(\d{1,12})([smhdw]?)$/.exec(text.trim());
  if (!match) return undefined;
  const seconds = Number(match[1]) * UNIT_SECONDS[match[2] || 's']!;
  if (seconds > MAX_SECONDS) throw new OvoscopeError(storageProblems.duration(text));
  return seconds;
}

/** ISO 8601 only, in UTC unless it says otherwise: other spellings mean different days in different countries. */
function dateOf(text: string): Date {
  const match = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text.trim());
  const date = match ? new Date(match[1] && !match[4] ? `${match[0]}Z` : match[0]) : undefined;
  if (!date || Number.isNaN(date.getTime())) throw new OvoscopeError(storageProblems.duration(text.slice(0, 80)));
  return date;
}
