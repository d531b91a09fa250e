import type { Problem } from '../errors/problem.ts';
import { ruleSyntaxProblems } from '../errors/rules.ts';

export interface Decoded {
  text: string;
  /** What is wrong with the encoding. */
  problem?: Problem;
  /** Whether the text is what the author wrote nevertheless. */
  isMendable: boolean;
}

/** Decodes the bytes of a rule file: UTF-8, or UTF-16 with a byte order mark. */
export function decodeRuleFile(bytes: Uint8Array): Decoded {
  const order = utf16Order(bytes);
  if (order) {
    const text = new TextDecoder(`utf-16${order === 'little' ? 'le' : 'be'}`).decode(bytes);
    return { text, problem: ruleSyntaxProblems.utf16(order), isMendable: true };
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const offset = text.includes('\ufffd') ? firstDamage(bytes) : -1;
  return offset < 0
    ? { text, isMendable: true }
    : { text, problem: ruleSyntaxProblems.notUtf8(offset), isMendable: false };
}

function utf16Order(bytes: Uint8Array): 'little' | 'big' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'big' : undefined;
}

/** Offset of the first byte that is not UTF-8; -1 where the text really holds U+FFFD. */
function firstDamage(bytes: Uint8Array): number {
  if (isUtf8(bytes, false)) return -1;
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  // A character that was begun and not ended is damaged from its first byte on.
  while (!isUtf8(bytes.subarray(0, good), false)) good -= 1;
  return good;
}

function isUtf8(bytes: Uint8Array, isPrefix: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isPrefix });
    return true;
  } catch {
    return false;
  }
}
