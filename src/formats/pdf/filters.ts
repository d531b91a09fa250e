import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { isDictionary, nameOf, type PdfDictionary, type PdfValue } from './values.ts';

/** Thrown where a stream unpacks to more than it may. */
export class TooMuch extends Error {}

/** Names of the filters of a stream in the order they are undone. */
export function filtersOf(dictionary: PdfDictionary): string[] {
  const value = dictionary.get('Filter') ?? dictionary.get('F') ?? null;
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => nameOf(one) ?? []).slice(0, 16);
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['Fl', 'FlateDecode'],
  ['LZW', 'LZWDecode'],
  ['A85', 'ASCII85Decode'],
  ['AHx', 'ASCIIHexDecode'],
  ['RL', 'RunLengthDecode'],
  ['DCT', 'DCTDecode'],
  ['CCF', 'CCITTFaxDecode'],
]);

/** Bytes that streams may still unpack to, what lies between several filters included. */
export interface DecodeBudget {
  left: number;
}

/**
 * The content of a stream as far as its filters can be undone; pictures stay as they are. Damaged data give what
 * could be read of them. Throws TooMuch past `limit` or the budget.
 */
export function decodeStream(
  raw: Buffer,
  dictionary: PdfDictionary,
  limit: number,
  budget: DecodeBudget,
  resolve: (value: PdfValue | undefined) => PdfValue,
): Buffer {
  let bytes = raw;
  const parameters = resolve(dictionary.get('DecodeParms') ?? dictionary.get('DP'));
  const list = Array.isArray(parameters) ? parameters : [parameters];
  for (const [i, filter] of filtersOf(dictionary).entries()) {
    const own = resolve(list[i]);
    const decoded = undo(SHORT.get(filter) ?? filter, bytes, Math.min(limit, budget.left), budget);
    if (decoded === undefined) return bytes;
    budget.left -= decoded.length;
    if (budget.left <= 0) throw new TooMuch();
    bytes = isDictionary(own) ? unpredict(decoded, own, filter) : decoded;
  }
  return bytes;
}

function undo(filter: string, bytes: Buffer, limit: number, budget: DecodeBudget): Buffer | undefined {
  switch (filter) {
    case 'FlateDecode':
      return inflate(bytes, limit, budget);
    case 'LZWDecode':
      return lzw(bytes, limit);
    case 'ASCII85Decode':
      return ascii85(bytes, limit);
    case 'ASCIIHexDecode':
      return asciiHex(bytes);
    case 'RunLengthDecode':
      return runLength(bytes, limit);
    case 'Crypt':
      return bytes;
    default:
      return undefined;
  }
}

/** What is recovered of damaged data at most; each try costs that much, or what its input could give. */
const RECOVERED = 4 << 20;
const RECOVERED_TIMES = 64;

/** What is cut off, damaged, or without its header gives what there is. */
function inflate(bytes: Buffer, limit: number, budget: DecodeBudget): Buffer {
  const attempt = (part: Buffer, raw: boolean, most: number): Buffer | undefined => {
    const options = { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH };
    try {
      return raw ? inflateRawSync(part, options) : inflateSync(part, options);
    } catch (error) {
      if (most === limit && (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new TooMuch();
      return undefined;
    }
  };
  const whole = attempt(bytes, false, limit);
  if (whole !== undefined) return whole;
  const hasHeader = bytes.length > 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
  if (!hasHeader) {
    // Its header is wrong, or it never had one.
    const tries = [attempt(bytes.subarray(2), true, limit), attempt(bytes, true, limit)];
    return tries.reduce(
      (best: Buffer, one) => (one !== undefined && one.length > best.length ? one : best),
      Buffer.alloc(0),
    );
  }
  // The longest part that is not damaged, to one byte in a thousand.
  let good: Buffer = Buffer.alloc(0);
  let [low, high] = [2, bytes.length];
  for (let i = 0; i < 14 && high - low > bytes.length >> 10; i++) {
    const middle = (low + high) >> 1;
    budget.left -= Math.min(RECOVERED, middle * RECOVERED_TIMES);
    if (budget.left <= 0) throw new TooMuch();
    const part = attempt(bytes.subarray(0, middle), false, Math.min(limit - 1, RECOVERED));
    if (part === undefined) high = middle;
    else {
      low = middle;
      good = part;
    }
  }
  return good;
}

const CLEAR = 256;
const END = 257;
const CODES = 4096;

function lzw(bytes: Buffer, limit: number): Buffer {
  let out = Buffer.allocUnsafe(Math.min(limit, Math.max(1024, bytes.length * 4)));
  let size = 0;
  // Each entry is another one and a last byte.
  const prefix = new Uint16Array(CODES);
  const last = new Uint8Array(CODES);
  const length = new Uint16Array(CODES);
  for (let i = 0; i < 256; i++) {
    last[i] = i;
    length[i] = 1;
  }
  let next = END + 1;
  let width = 9;
  let previous = -1;
  const emit = (code: number): number => {
    const count = length[code]!;
    if (size + count > limit) throw new TooMuch();
    if (size + count > out.length) out = Buffer.concat([out], Math.min(limit, (size + count) * 2));
    let at = size + count;
    let entry = code;
    for (; at > size + 1; entry = prefix[entry]!) out[--at] = last[entry]!;
    out[size] = last[entry]!;
    size += count;
    return last[entry]!;
  };
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xff_ffff;
    bits += 8;
    if (bits < width) continue;
    const code = (buffer >> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      continue;
    }
    if (previous < 0) {
      if (code > 255) break;
      emit(code);
    } else {
      if (code > next || (code === next && next >= CODES)) break;
      let entry = code;
      if (code === next) entry = previous;
      let first = entry;
      while (first > 255) first = prefix[first]!;
      if (next < CODES) {
        prefix[next] = previous;
        last[next] = first;
        length[next] = length[previous]! + 1;
        next++;
      }
      emit(code);
    }
    previous = code;
    // The table is one entry ahead of the codes.
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return out.subarray(0, size);
}

function ascii85(bytes: Buffer, limit: number): Buffer {
  const out = Buffer.alloc(Math.min(bytes.length * 4 + 8, limit + 8));
  let size = 0;
  let value = 0;
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && count === 0) {
      if (size + 4 > limit) throw new TooMuch();
      size = out.writeUInt32BE(0, size);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) continue;
    value = value * 85 + byte - 0x21;
    if (++count < 5) continue;
    if (size + 4 > limit) throw new TooMuch();
    size = out.writeUInt32BE(value % 0x1_0000_0000, size);
    value = count = 0;
  }
  if (count > 1) {
    for (let i = count; i < 5; i++) value = value * 85 + 84;
    const last = Buffer.alloc(4);
    last.writeUInt32BE(value % 0x1_0000_0000);
    last.copy(out, size, 0, count - 1);
    size += count - 1;
  }
  return out.subarray(0, size);
}

function asciiHex(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0x3e);
  const digits = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(/[^0-9a-fA-F]/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

function runLength(bytes: Buffer, limit: number): Buffer {
  const out: Buffer[] = [];
  let size = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at++]!;
    if (length === 128) break;
    const run = length < 128 ? bytes.subarray(at, at + length + 1) : Buffer.alloc(257 - length, bytes[at] ?? 0);
    at += length < 128 ? length + 1 : 1;
    size += run.length;
    if (size > limit) throw new TooMuch();
    out.push(run);
  }
  return Buffer.concat(out);
}

/** Undoes the differences that compress better than the values: PNG's by row, or TIFF's by byte. */
function unpredict(bytes: Buffer, parameters: PdfDictionary, filter: string): Buffer {
  if (!/^(?:FlateDecode|Fl|LZWDecode|LZW)$/.test(filter)) return bytes;
  const number = (name: string, fallback: number): number => {
    const value = parameters.get(name);
    return typeof value === 'number' && value > 0 && value <= 1 << 20 ? Math.floor(value) : fallback;
  };
  const predictor = number('Predictor', 1);
  if (predictor < 2) return bytes;
  const [colors, depth, columns] = [number('Colors', 1), number('BitsPerComponent', 8), number('Columns', 1)];
  const step = Math.max(1, Math.ceil((colors * depth) / 8));
  const row = Math.ceil((colors * depth * columns) / 8);
  if (predictor === 2) return depth === 8 ? undoTiff(bytes, row, step) : bytes;
  return undoPng(bytes, row, step);
}

function undoTiff(bytes: Buffer, row: number, step: number): Buffer {
  const out = Buffer.from(bytes);
  for (let at = 0; at < out.length; at += row) {
    for (let i = at + step; i < Math.min(at + row, out.length); i++) out[i] = (out[i]! + out[i - step]!) & 0xff;
  }
  return out;
}

function undoPng(bytes: Buffer, row: number, step: number): Buffer {
  const rows = Math.ceil(bytes.length / (row + 1));
  const out = Buffer.alloc(rows * row);
  let size = 0;
  for (let r = 0; r < rows; r++) {
    const kind = bytes[r * (row + 1)]!;
    const source = bytes.subarray(r * (row + 1) + 1, (r + 1) * (row + 1));
    for (let i = 0; i < source.length; i++) {
      const at = r * row + i;
      const left = i >= step ? out[at - step]! : 0;
      const up = r > 0 ? out[at - row]! : 0;
      const corner = r > 0 && i >= step ? out[at - row - step]! : 0;
      out[at] = (source[i]! + predicted(kind, left, up, corner)) & 0xff;
    }
    size += source.length;
  }
  return out.subarray(0, size);
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
