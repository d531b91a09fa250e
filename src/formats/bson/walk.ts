import { isUtf8 } from 'node:buffer';
import type { Value } from '../call-log/values.ts';

/** BSON element types that monitors write. */
export const Bson = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
} as const;

/** The monitors never nest deeper than three levels. */
const MAX_DEPTH = 32;

export function readInt32(b: Uint8Array, p: number): number {
  return b[p]! | (b[p + 1]! << 8) | (b[p + 2]! << 16) | (b[p + 3]! << 24);
}

/** A signed 64-bit integer: a number while it is exact, else a bigint. */
export function readInt64(b: Uint8Array, p: number): number | bigint {
  const low = readInt32(b, p) >>> 0;
  const high = readInt32(b, p + 4);
  if (high >= -0x200000 && high < 0x200000) return high * 0x1_0000_0000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

/**
 * Bytes that the value of an element takes, its own length prefix included; -1 where the type is unknown or the
 * length is not possible before `end`.
 */
export function valueSize(b: Uint8Array, type: number, p: number, end: number): number {
  let size: number;
  switch (type) {
    case Bson.int32:
      size = 4;
      break;
    case Bson.double:
    case Bson.date:
    case Bson.timestamp:
    case Bson.int64:
      size = 8;
      break;
    case Bson.null:
    case Bson.undefined:
      return 0;
    case Bson.boolean:
      size = 1;
      break;
    case Bson.objectId:
      size = 12;
      break;
    case Bson.string: {
      if (p + 4 > end) return -1;
      const length = readInt32(b, p);
      if (length < 1 || length > end - p - 4 || b[p + 3 + length] !== 0) return -1;
      return 4 + length;
    }
    case Bson.binary: {
      if (p + 5 > end) return -1;
      const length = readInt32(b, p);
      if (length < 0 || length > end - p - 5) return -1;
      return 5 + length;
    }
    case Bson.document:
    case Bson.array: {
      if (p + 5 > end) return -1;
      const length = readInt32(b, p);
      if (length < 5 || length > end - p || b[p + length - 1] !== 0) return -1;
      return length;
    }
    default:
      return -1;
  }
  return p + size <= end ? size : -1;
}

/**
 * Text of bytes: UTF-8 with lone surrogates kept (as a monitor writes a broken UTF-16 string), and one character
 * per byte where the bytes are not that.
 */
export function bytesToText(b: Buffer, start: number, end: number): string {
  let i = start;
  while (i < end && b[i]! < 0x80) i++;
  if (i === end) return b.toString('latin1', start, end);
  if (isUtf8(b.subarray(i, end))) return b.toString('utf8', start, end);
  return wtf8ToText(b, start, end) ?? b.toString('latin1', start, end);
}

/** UTF-8 that may encode lone surrogates; undefined where it is neither. */
function wtf8ToText(b: Buffer, start: number, end: number): string | undefined {
  let text = '';
  let from = start;
  for (let i = start; i < end; i++) {
    if (b[i] !== 0xed || i + 2 >= end || b[i + 1]! < 0xa0 || b[i + 1]! > 0xbf || (b[i + 2]! & 0xc0) !== 0x80) continue;
    if (!isUtf8(b.subarray(from, i))) return undefined;
    text += b.toString('utf8', from, i) + String.fromCharCode(0xd000 | ((b[i + 1]! & 0x3f) << 6) | (b[i + 2]! & 0x3f));
    from = i + 3;
    i += 2;
  }
  if (from === start || !isUtf8(b.subarray(from, end))) return undefined;
  return text + b.toString('utf8', from, end);
}

/** How binaries become text: as one character per byte, or as UTF-8 where they are that. */
export type BinaryText = 'latin1' | 'utf8';

/**
 * Reads the value of an element. Arrays are read by position, whatever their keys say; a document's repeated key
 * keeps its last value. Throws RangeError where the value does not fit before `end`.
 */
export function readValue(b: Buffer, type: number, p: number, end: number, binary: BinaryText, depth = 0): Value {
  const size = valueSize(b, type, p, end);
  if (size < 0) throw new RangeError(`an element of type 0x${type.toString(16)} does not fit`);
  switch (type) {
    case Bson.double:
      return b.readDoubleLE(p);
    case Bson.string:
      return bytesToText(b, p + 4, p + size - 1);
    case Bson.binary:
      return binary === 'utf8' ? bytesToText(b, p + 5, p + size) : b.toString('latin1', p + 5, p + size);
    case Bson.boolean:
      return b[p] !== 0;
    case Bson.int32:
      return readInt32(b, p);
    case Bson.int64:
    case Bson.date:
    case Bson.timestamp:
      return readInt64(b, p);
    case Bson.objectId:
      return b.toString('hex', p, p + 12);
    case Bson.array:
    case Bson.document: {
      if (depth >= MAX_DEPTH) throw new RangeError(`documents nested deeper than ${MAX_DEPTH} levels`);
      const list: Value[] = [];
      const record: { [name: string]: Value } = {};
      eachElement(b, p, (name, t, at, stop) => {
        const value = readValue(b, t, at, stop, binary, depth + 1);
        if (type === Bson.array) list.push(value);
        else setOwn(record, name(), value);
      });
      return type === Bson.array ? list : record;
    }
    default:
      return null;
  }
}

/** Sets an own key, `__proto__` included. */
export function setOwn(record: { [name: string]: Value }, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  } else record[name] = value;
}

/**
 * Visits the elements of the document at `p`, whose length must have been checked (`valueSize`). Throws RangeError
 * where an element does not fit.
 */
export function eachElement(
  b: Buffer,
  p: number,
  visit: (name: () => string, type: number, at: number, end: number) => void,
): void {
  const end = p + readInt32(b, p) - 1;
  let q = p + 4;
  while (q < end) {
    const type = b[q]!;
    const nameAt = q + 1;
    q = nameAt;
    while (q < end && b[q] !== 0) q++;
    if (q >= end) throw new RangeError('an element name has no end');
    const nameEnd = q++;
    const size = valueSize(b, type, q, end);
    if (size < 0) throw new RangeError(`an element of type 0x${type.toString(16)} does not fit`);
    visit(() => bytesToText(b, nameAt, nameEnd), type, q, end);
    q += size;
  }
}
