import { decodeCodePage } from '../ole/code-page.ts';

const STRINGS = 1 << 20;
const TOTAL = 64 << 20;

/** All texts of a database, which its tables have by number. */
export interface MsiStrings {
  codePage: number;
  /** Bytes that a number of a text takes in a table. */
  width: 2 | 3;
  at(number: number): string | undefined;
  count: number;
  /** Why not all are there. */
  damage: string | undefined;
}

/** `_StringPool` has a length for each text, `_StringData` the texts one after another. */
export function readMsiStrings(pool: Buffer, data: Buffer): MsiStrings {
  const codePage = pool.length >= 2 ? pool.readUInt16LE(0) : 0;
  const width = pool.length >= 4 && (pool.readUInt16LE(2) & 0x8000) !== 0 ? 3 : 2;
  const spans: number[] = [0, 0];
  let at = 0;
  let damage: string | undefined;
  for (let i = 4; i + 4 <= pool.length; i += 4) {
    let length = pool.readUInt16LE(i);
    const uses = pool.readUInt16LE(i + 2);
    // A text of more than 64 KB has the rest of its length in the next entry.
    if (length === 0 && uses !== 0 && i + 8 <= pool.length) {
      length = uses * 0x1_0000 + pool.readUInt16LE(i + 4);
      i += 4;
    }
    if (spans.length / 2 > STRINGS || at + length > Math.min(data.length, TOTAL)) {
      damage = `text ${spans.length / 2} lies behind the end`;
      break;
    }
    spans.push(at, at + length);
    at += length;
  }
  const offsets = Uint32Array.from(spans);
  return {
    codePage,
    width,
    count: offsets.length / 2,
    damage,
    at(number) {
      const start = offsets[number * 2];
      const end = offsets[number * 2 + 1];
      return start === undefined || end === undefined ? undefined : decodeCodePage(data.subarray(start, end), codePage);
    },
  };
}
