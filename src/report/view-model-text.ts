import { type DefangKind, defang, refang } from './defang.ts';
import { cutAt, visible } from './escape.ts';
import { hasRoom, type ViewLimits } from './limits.ts';
import type { Capped, Severity, Shown } from './view-model-types.ts';

/** Characters of a text when there is no room left. */
const CRAMPED = 24;
/** Markup around a text. */
const MARKUP = 90;

/** Text of the sample as a report shows it. Bounded work: no more than `textMax` characters are looked at. */
export function show(value: unknown, limits: ViewLimits, kind?: DefangKind): Shown {
  const whole = typeof value === 'string' ? value : valueText(value);
  const kept = cutAt(whole, limits.room.left > 0 ? limits.textMax : CRAMPED);
  const text = kind === undefined ? kept : defang(kept, kind);
  // A few characters more are not worth a button.
  const head = text.length <= limits.text + 24 ? text : cutAt(text, limits.text);
  const shown: Shown = { text: visible(head) };
  if (head.length < text.length) shown.rest = visible(text.slice(head.length));
  if (kept.length < whole.length) shown.hidden = whole.length - kept.length;
  if (text !== kept) {
    shown.defanged = true;
    if (refang(text) !== kept) shown.raw = visible(kept);
  }
  takeRoom(shown, limits);
  return shown;
}

/** A short name: never more than one line, never defanged. */
export function showName(value: unknown, limits: ViewLimits): Shown {
  const text = typeof value === 'string' ? value : valueText(value);
  const kept = cutAt(text, limits.room.left > 0 ? limits.name : CRAMPED);
  const shown: Shown = { text: visible(kept) };
  if (kept.length < text.length) shown.hidden = text.length - kept.length;
  takeRoom(shown, limits);
  return shown;
}

function takeRoom({ text, rest, raw }: Shown, limits: ViewLimits): void {
  limits.room.left -= MARKUP + markupLength(text);
  if (rest !== undefined) limits.room.left -= MARKUP + markupLength(rest);
  if (raw !== undefined) limits.room.left -= markupLength(raw);
}

/** Characters of a text in HTML; `&quot;` is the longest. */
function markupLength(text: string): number {
  return text.length + 5 * (text.match(/[&<"]/g)?.length ?? 0);
}

/** Any value in one line: text as it is, the rest as JSON with exact integers. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (value === null || typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
}

/** The first of `values`, made into items: at most `limit`, and as many as there is room for. */
export function capped<V, T>(
  values: readonly V[],
  limit: number,
  limits: ViewLimits,
  make: (value: V, index: number) => T,
): Capped<T> {
  const items: T[] = [];
  while (items.length < values.length && hasRoom(items.length, limit, limits)) {
    items.push(make(values[items.length]!, items.length));
  }
  return { items, total: values.length };
}

export function isRecord(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number that can be reckoned with; 0 for anything else. */
export function asNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** An integer, also where an older generation wrote it as text. */
export function asInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** `1,234,567`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 file`, `2 files`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `12 B`, `3.4 KB`, `1.2 MB`. */
export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  const [size, unit] =
    value < 1024 ** 2 ? [1024, 'KB'] : value < 1024 ** 3 ? [1024 ** 2, 'MB'] : ([1024 ** 3, 'GB'] as const);
  return `${(value / size).toFixed(1)} ${unit}`;
}

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:[,.](\d{1,6}))?/;

/** Milliseconds since 1970 of the container's UTC timestamps; undefined where it isn't one. */
export function timeOf(timestamp: unknown): number | undefined {
  const parts = typeof timestamp === 'string' ? TIMESTAMP.exec(timestamp) : null;
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time =
    Date.UTC(year, month - 1, day, hour, minute, second) + Number((parts[7] ?? '0').padEnd(3, '0').slice(0, 3));
  return Number.isFinite(time) ? time : undefined;
}

/** `+12.431 s`. */
export function offsetText(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(3)} s`;
}

const SEVERITIES: readonly Severity[] = [
  { key: 'info', word: 'info', shape: '○' },
  { key: 'low', word: 'low', shape: '◔' },
  { key: 'medium', word: 'medium', shape: '◑' },
  { key: 'high', word: 'high', shape: '◕' },
  { key: 'critical', word: 'critical', shape: '●' },
];

/** Signatures say 1 (informational) to 3 (malicious), and up to 5. */
export function severityOf(value: unknown): Severity {
  const number = typeof value === 'number' && Number.isFinite(value) ? value : 0;
  return SEVERITIES[Math.min(4, Math.max(0, Math.round(number)))]!;
}

/** `+1.5`, `−0.25`, `0`: as many decimals as the number has, at most six, unless fewer are asked for. */
export function pointsText(points: number, decimals = 6): string {
  return `${points > 0 ? '+' : ''}${numberText(points, decimals)}`;
}

export function numberText(value: number, decimals = 6): string {
  const fixed = value.toFixed(decimals);
  return (fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed).replace('-', '−');
}
