import { isUtf8 } from 'node:buffer';
import type { OpenLimits } from './limits.ts';

/**
 * Characters that act on a terminal or change the order of the text around them: C0 and C1 controls, zero-width
 * and bidirectional marks, line and paragraph separators. The backslash is here because escapes begin with it.
 */
const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]/;
const UNSHOWN_ALL = new RegExp(UNSHOWN, 'g');

/**
 * A file name as text. Control characters, backslashes and bytes that are not UTF-8 are written `\x1b`, `\u202e`,
 * so that no two names are shown alike.
 */
export function shownName(name: Uint8Array): string {
  if (isUtf8(name)) return escapeText(Buffer.from(name).toString('utf8'));
  let text = '';
  for (let i = 0; i < name.length; ) {
    const length = sequenceLength(name[i]!);
    const bytes = name.subarray(i, i + length);
    if (length > 0 && bytes.length === length && isUtf8(bytes)) {
      text += escapeText(Buffer.from(bytes).toString('utf8'));
      i += length;
    } else text += hex(name[i++]!);
  }
  return text;
}

function escapeText(text: string): string {
  if (!UNSHOWN.test(text)) return text;
  return text.replace(UNSHOWN_ALL, (c) => {
    const code = c.charCodeAt(0);
    return code < 0x80 ? hex(code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`;

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

export type EntryName = { path: string; isFolder: boolean } | { shown: string; refused: string };

/** The path of an archive entry inside the analysis, or why it may not have one. */
export function entryName(raw: Uint8Array, limits: OpenLimits): EntryName {
  const shown = shownPath(raw.subarray(0, limits.pathBytes));
  const refuse = (refused: string): EntryName => ({ shown: shown || '(no name)', refused });
  if (raw.length === 0) return refuse('its name is empty');
  if (raw.length > limits.pathBytes) return refuse(`its name has more than ${limits.pathBytes} bytes`);
  if (raw.includes(0)) return refuse('its name has a NUL in it');
  if (raw[0] === SLASH) return refuse('its name is an absolute path');
  if (raw.includes(BACKSLASH)) return refuse('its name has a backslash in it');
  const parts: string[] = [];
  for (const part of split(raw)) {
    if (part.length === 0 || isDots(part, 1)) continue;
    if (isDots(part, 2)) return refuse('its name leads out of the archive');
    if (parts.length === 0 && part[1] === COLON && isLetter(part[0]!)) {
      return refuse('its name begins with a drive letter');
    }
    if (part.length > limits.nameBytes) return refuse(`a part of its name has more than ${limits.nameBytes} bytes`);
    parts.push(shownName(part));
  }
  if (parts.length === 0)
    return raw.at(-1) === SLASH || isDots(raw, 1) ? { path: '', isFolder: true } : refuse('its name is empty');
  if (parts.length > limits.depth) return refuse(`it lies more than ${limits.depth} folders deep`);
  return { path: parts.join('/'), isFolder: raw.at(-1) === SLASH };
}

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

const isLetter = (byte: number) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isDots = (part: Uint8Array, count: number) => part.length === count && part.every((byte) => byte === 0x2e);

/** The whole name as text, slashes kept. */
export function shownPath(raw: Uint8Array): string {
  return [...split(raw)].map(shownName).join('/');
}

function* split(raw: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = raw.indexOf(SLASH); at >= 0; at = raw.indexOf(SLASH, from)) {
    yield raw.subarray(from, at);
    from = at + 1;
  }
  yield raw.subarray(from);
}

/** Two names that are equal here are one file on a system that ignores case or normalises Unicode. */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
