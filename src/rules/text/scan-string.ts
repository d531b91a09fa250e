import type { Edit } from './edit.ts';

export interface ScannedString {
  value: string;
  /** Offset after the closing quote; where there is none, the end of the line. */
  end: number;
  closed: boolean;
  /** Offsets of backslashes that begin no escape of JSON. */
  lone: number[];
  /** Offsets of backslashes that begin `\b`, `\f`, `\n`, `\r`, `\t`, or `\u` with the digits of a visible character. */
  doubtful: number[];
  /** Offsets of control characters that stand in the text as they are. */
  controls: number[];
  /** Whether a quote with a backslash before it was taken as the end. */
  escapedEnd: boolean;
}

const BACKSLASH = 0x5c;
const SIMPLE: { [letter: string]: string } = { '"': '"', '\\': '\\', '/': '/' };
const CONTROL: { [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads a string whose text begins at `start` and ends at one of `quotes`. `"C:\Temp\"` is read as it was meant: where
 * the next quote is no plausible end, but one that a backslash escapes is, that one ends the string.
 */
export function scanString(text: string, start: number, quotes: string): ScannedString {
  const plain = scan(text, start, quotes, -1);
  if (plain.closed && endsValue(text, plain.end)) return plain;
  const meant = escapedEndAfter(text, start, quotes, plain.end);
  return meant < 0 ? plain : scan(text, start, quotes, meant);
}

/** The text between two quotes when every backslash stands for itself but in an escaped backslash, quote or slash. */
export function literalBackslashes(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/\\([\\"/])/g, '$1');
}

/** The text between two quotes when the backslashes at these offsets stand for themselves and the others do not. */
export function partlyLiteral(text: string, start: number, end: number, offsets: readonly number[]): string {
  const literal = new Set(offsets);
  const pieces: string[] = [];
  let from = start;
  for (let i = start; i < end; i += 1) {
    if (text.charCodeAt(i) !== BACKSLASH || literal.has(i)) continue;
    const read = readEscape(text, i);
    if (!read) continue;
    pieces.push(text.slice(from, i), read.value);
    i += read.length - 1;
    from = i + 1;
  }
  pieces.push(text.slice(from, end));
  return pieces.join('');
}

/** Edits that double the backslashes at these offsets. */
export function doubled(offsets: readonly number[]): Edit[] {
  return offsets.map((offset) => ({ start: offset, end: offset, text: '\\' }));
}

function scan(text: string, start: number, quotes: string, forcedEnd: number): ScannedString {
  const found = { lone: [] as number[], doubtful: [] as number[], controls: [] as number[] };
  const pieces: string[] = [];
  let from = start;
  let i = start;
  const done = (end: number, closed: boolean): ScannedString => {
    pieces.push(text.slice(from, i));
    return { value: pieces.join(''), end, closed, ...found, escapedEnd: forcedEnd >= 0 };
  };
  for (; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0x0a || unit === 0x0d) break;
    if (unit < 0x20) found.controls.push(i);
    if (quotes.includes(text[i]!)) return done(i + 1, true);
    if (unit !== BACKSLASH) continue;
    if (i + 1 === forcedEnd) {
      found.lone.push(i);
      continue;
    }
    const read = readEscape(text, i);
    if (!read) {
      found.lone.push(i);
      continue;
    }
    if (read.doubtful) found.doubtful.push(i);
    pieces.push(text.slice(from, i), read.value);
    i += read.length - 1;
    from = i + 1;
  }
  return done(i, false);
}

function readEscape(text: string, at: number): { value: string; length: number; doubtful: boolean } | undefined {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { value: simple, length: 2, doubtful: false };
  const control = CONTROL[letter];
  if (control !== undefined) return { value: control, length: 2, doubtful: true };
  if (letter !== 'u') return undefined;
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-f]{4}$/i.test(digits)) return undefined;
  const unit = Number.parseInt(digits, 16);
  // Four digits for a control character are how one is written on purpose.
  return { value: String.fromCharCode(unit), length: 6, doubtful: unit >= 0x20 };
}

/** Whether what follows a value may follow one. */
function endsValue(text: string, at: number): boolean {
  let i = at;
  while (text[i] === ' ' || text[i] === '\t') i += 1;
  const next = text[i];
  return next === undefined || ',]}:\r\n#'.includes(next) || text.startsWith('//', i) || text.startsWith('/*', i);
}

function escapedEndAfter(text: string, start: number, quotes: string, limit: number): number {
  for (let i = start; i + 1 < limit; i += 1) {
    if (text.charCodeAt(i) !== BACKSLASH) continue;
    i += 1;
    if (quotes.includes(text[i]!) && endsValue(text, i + 1)) return i;
  }
  return -1;
}
