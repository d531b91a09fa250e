import { createHash } from 'node:crypto';

/** V8 hashes longer texts by their length alone: as keys, many of them would all collide. */
const MAX_KEY = 8192;

/** A key for a text of any length, equal only for equal texts. */
export function textKey(text: string): string {
  return text.length <= MAX_KEY ? text : `${text.length}:${createHash('sha256').update(text).digest('hex')}`;
}
