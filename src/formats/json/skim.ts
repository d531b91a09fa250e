import { type ArrayStream, JsonFlags } from './types.ts';
import type { Window } from './window.ts';

const PLAIN = 0;
const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const DIGIT = 4;
const WORD = 5;

const KIND = new Uint8Array(256);
KIND[0x22] = QUOTE;
KIND[0x5b] = KIND[0x7b] = OPEN;
KIND[0x5d] = KIND[0x7d] = CLOSE;
KIND.fill(DIGIT, 0x30, 0x3a);
KIND[0x49] = KIND[0x4e] = WORD;

/** Ends a number or a bare word. */
const DELIMITER = new Uint8Array(256);
for (const c of ' \t\n\r,:]}[{"') DELIMITER[c.charCodeAt(0)] = 1;

/** Results of skimming below zero. */
export const ENDED = -1;
export const TOO_DEEP = -2;
export const NO_VALUE = -3;

/** Index of the next byte that is not white space, reading on as needed; -1 at the end. */
export function skipSpace(window: Window): number {
  for (;;) {
    const { bytes, end } = window;
    let pos = window.pos;
    while (pos < end) {
      const c = bytes[pos]!;
      if (c > 0x20 || (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09)) {
        window.pos = pos;
        return pos;
      }
      pos++;
    }
    window.pos = pos;
    if (!window.more(pos)) return -1;
  }
}

/** Moves past a string whose opening quote was read. False when the text ends first. */
export function skimString(window: Window): boolean {
  let { bytes, pos, end } = window;
  for (;;) {
    while (pos < end) {
      const c = bytes[pos++]!;
      if (c === 0x22) {
        window.pos = pos;
        return true;
      }
      if (c === 0x5c) pos++;
    }
    // An escape at the very end has its second byte in the next part.
    const over = pos - end;
    window.pos = end;
    if (!window.more(end)) return false;
    ({ bytes, end } = window);
    pos = window.pos + over;
  }
}

/**
 * Moves past one value, or with `depth` past the rest of that many open arrays and objects. Brackets and strings
 * are followed, nothing else is checked. Returns JsonFlags, or ENDED, TOO_DEEP or NO_VALUE.
 */
export function skim(window: Window, maxDepth: number, depth = 0): number {
  if (depth === 0) {
    const scalar = skimScalar(window);
    if (scalar !== undefined) return scalar;
  }
  let { bytes, pos, end } = window;
  let flags = 0;
  for (;;) {
    if (pos >= end) {
      window.pos = end;
      if (!window.more(end)) return ENDED;
      ({ bytes, pos, end } = window);
    }
    switch (KIND[bytes[pos++]!]) {
      case PLAIN:
        break;
      case QUOTE: {
        let c = 0;
        while (pos < end && (c = bytes[pos++]!) !== 0x22) if (c === 0x5c) pos++;
        if (c === 0x22 && pos <= end) break;
        // The string goes on in the next part; `pos` is one too far after an escape at the very end.
        const escaped = pos > end;
        window.pos = end;
        if (!window.more(end)) return ENDED;
        if (escaped) window.pos++;
        if (!skimString(window)) return ENDED;
        ({ bytes, pos, end } = window);
        break;
      }
      case OPEN:
        if (++depth > maxDepth) {
          window.pos = pos - 1;
          return TOO_DEEP;
        }
        break;
      case CLOSE:
        if (--depth <= 0) {
          window.pos = pos;
          return flags;
        }
        break;
      case DIGIT: {
        const start = pos;
        while (pos < end && KIND[bytes[pos]!] === DIGIT) pos++;
        // A run that the end of the part cuts counts as long: the careful parser decides.
        if (pos - start >= 15 || pos === end) flags |= JsonFlags.longDigits;
        break;
      }
      default:
        flags |= JsonFlags.words;
    }
  }
}

function skimScalar(window: Window): number | undefined {
  if (skipSpace(window) < 0) return ENDED;
  const first = window.bytes[window.pos]!;
  if (KIND[first] === OPEN) return undefined;
  if (first === 0x22) {
    window.pos++;
    return skimString(window) ? 0 : ENDED;
  }
  if (DELIMITER[first]) return NO_VALUE;
  for (;;) {
    const { bytes, end } = window;
    while (window.pos < end && !DELIMITER[bytes[window.pos]!]) window.pos++;
    if (window.pos < end || !window.more(end)) return JsonFlags.longDigits | JsonFlags.words;
  }
}

/**
 * Tells `stream` where each element of an array is; the opening bracket was read. Returns undefined after the closing
 * bracket, else what was wrong at `window.pos`.
 */
export function skimArray(window: Window, stream: ArrayStream, maxDepth: number): string | undefined {
  const ended = 'the text ends inside an array';
  if (skipSpace(window) < 0) return ended;
  if (window.bytes[window.pos] === 0x5d) {
    window.pos++;
    return undefined;
  }
  for (;;) {
    if (skipSpace(window) < 0) return ended;
    const start = window.offset;
    const flags = skim(window, maxDepth);
    if (flags === ENDED) return ended;
    if (flags === TOO_DEEP) return `nested deeper than ${maxDepth}`;
    if (flags === NO_VALUE) return 'an element of an array is missing';
    // A bare word or number at the very end of the text may be cut.
    const length = window.offset - start;
    if (skipSpace(window) < 0) return ended;
    stream.element(start, length, flags);
    const c = window.bytes[window.pos]!;
    if (c !== 0x2c && c !== 0x5d) return 'a comma or the end of an array is missing';
    window.pos++;
    if (c === 0x5d) return undefined;
  }
}
