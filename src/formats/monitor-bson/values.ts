import type { TextCache } from '../bson/text-cache.ts';
import { Bson, bytesToText, readInt32, readInt64, readValue } from '../bson/walk.ts';
import type { ArgDef } from '../call-log/types.ts';
import type { Value } from '../call-log/values.ts';

/** Which generation of monitor wrote a log: its names, its widths, its way of sending text. */
export type Vocabulary = 'cuckoo-1' | 'cuckoo-2' | 'cape';

const MASK_32 = 0xffff_ffffn;

/** `0x` and at least `digits` hexadecimal digits of an unsigned integer. */
export function toHex(value: number | bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** An integer element as an unsigned one of its own width; undefined where the element is no integer. */
export function readUnsigned(b: Buffer, type: number, at: number): number | bigint | undefined {
  if (type === Bson.int32) return readInt32(b, at) >>> 0;
  if (type !== Bson.int64) return undefined;
  const value = readInt64(b, at);
  if (value >= 0) return value;
  return BigInt.asUintN(64, BigInt(value));
}

/** An integer element as it stands, for times and indices; 0 where it is none. */
export function readInteger(b: Buffer, type: number, at: number): number {
  if (type === Bson.int32) return readInt32(b, at);
  if (type === Bson.int64) return Number(readInt64(b, at));
  if (type === Bson.double) {
    const value = Math.trunc(b.readDoubleLE(at));
    return Number.isFinite(value) ? value : 0;
  }
  return type === Bson.boolean ? b[at]! : 0;
}

/** The value of an argument, by the way it is announced. Throws RangeError where nested data are broken. */
export function readArgument(
  b: Buffer,
  type: number,
  at: number,
  end: number,
  arg: ArgDef | undefined,
  wide: boolean,
  vocabulary: Vocabulary,
): Value {
  if (type === Bson.int32 || type === Bson.int64) {
    const kind = arg?.kind ?? '';
    if (vocabulary === 'cuckoo-2') return cuckoo2Integer(b, type, at, kind, wide);
    const value = readUnsigned(b, type, at)!;
    return kind === '' ? value : toHex(value, 8);
  }
  if (vocabulary === 'cuckoo-2') return readValue(b, type, at, end, 'latin1');
  if (type === Bson.string || type === Bson.binary) return readText(b, type, at, vocabulary);
  return readValue(b, type, at, end, 'utf8');
}

/** The text of a string or binary element; `cache` is for values that are likely to come again. */
export function readText(b: Buffer, type: number, at: number, vocabulary: Vocabulary, cache?: TextCache): string {
  const size = readInt32(b, at);
  const start = type === Bson.string ? at + 4 : at + 5;
  const end = type === Bson.string ? at + 3 + size : at + 5 + size;
  if (type === Bson.binary && vocabulary === 'cuckoo-2') return b.toString('latin1', start, end);
  const text = cache === undefined ? bytesToText(b, start, end) : cache.text(b, start, end);
  // The object manager's prefix says nothing of the path; CAPE's monitor has already taken it off.
  const isObjectName = type === Bson.binary && vocabulary === 'cuckoo-1' && text.startsWith('\\??\\');
  return isObjectName ? text.slice(4) : text;
}

function cuckoo2Integer(b: Buffer, type: number, at: number, kind: ArgDef['kind'], wide: boolean): Value {
  if (kind === 'x') return toHex(Number(BigInt(readUnsigned(b, type, at)!) & MASK_32), 8);
  if (kind === 'p' || kind === 'h') {
    const value = type === Bson.int32 ? BigInt(readInt32(b, at)) : BigInt(readInt64(b, at));
    return wide ? toHex(BigInt.asUintN(64, value), 16) : toHex(value & MASK_32, 8);
  }
  if (type === Bson.int32) return wide ? readInt32(b, at) : readInt32(b, at) >>> 0;
  const value = readInt64(b, at);
  return wide || value >= 0 ? value : Number(BigInt(value) & MASK_32);
}
