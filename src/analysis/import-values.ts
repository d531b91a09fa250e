import { formatTime } from '../formats/call-log/format-time.ts';
import type { Json, JsonObject } from '../formats/json/types.ts';
import { secondsToMs, stampToMs } from '../formats/report-calls/time.ts';

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asList(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** The strings of a list; a string alone is a list of one. */
export function asTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return asList(value).filter((item) => typeof item === 'string');
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** An integer, also from decimal text; `fallback` otherwise. */
export function toInteger(value: unknown, fallback: number): number {
  const number = typeof value === 'string' && /^-?[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : fallback;
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Milliseconds since 1970 of a report's time: seconds since 1970, or text that is taken as UTC. NaN if neither. */
export function timeToMs(value: unknown): number {
  if (typeof value === 'number') return secondsToMs(value);
  return typeof value === 'string' ? stampToMs(value) : Number.NaN;
}

/** `YYYY-MM-DD HH:MM:SS,mmm`; text that is no time stays as it is. */
export function timeText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? formatTime(secondsToMs(value)) : '';
}

/** `YYYY-MM-DD HH:MM:SS`; null where the report has no time. */
export function secondText(value: unknown): string | null {
  const text = timeText(value);
  if (text === '' || text.toLowerCase() === 'none') return null;
  return typeof value === 'number' ? text.replace(/,\d{3}$/, '') : text;
}

/** A value as text: strings as they are, others as JSON. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}

/** An object without some of its keys. */
export function without(value: JsonObject, keys: ReadonlySet<string>): JsonObject {
  // Object.fromEntries defines own properties, so `__proto__` is a key like others.
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key)));
}
