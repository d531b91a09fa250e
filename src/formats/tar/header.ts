/** The fields of a 512-byte header block that matter here. */
export interface TarHeader {
  name: Buffer;
  size: number;
  /** One character; old archives have a NUL for a file. */
  type: string;
}

export const BLOCK = 512;

/** Undefined where the checksum does not fit or the size makes no sense. */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (!isTarHeader(block)) return undefined;
  const size = readNumber(block, 124, 12);
  if (size === undefined) return undefined;
  const name = upToNul(block, 0, 100);
  // GNU writes "ustar  " and uses the bytes of the prefix for other things.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? upToNul(block, 345, 155) : EMPTY;
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, SLASH, name]) : Buffer.from(name),
    size,
    type: String.fromCharCode(block[156]!),
  };
}

/** The checksum is the sum of all bytes, its own counted as spaces; some writers sum signed bytes. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  const wanted = readNumber(block, 148, 8);
  if (wanted === undefined) return false;
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 256;
  }
  return wanted === unsigned || wanted === signed;
}

const EMPTY = Buffer.alloc(0);
const SLASH = Buffer.from('/');

export function upToNul(bytes: Buffer, start: number, length: number): Buffer {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** Octal digits between spaces and NULs, or, with the highest bit set, a big-endian number. */
function readNumber(block: Buffer, start: number, length: number): number | undefined {
  if (block[start]! >= 0x80) {
    if (block[start] !== 0x80) return undefined;
    let value = 0;
    for (let i = start + 1; i < start + length; i++) value = value * 256 + block[i]!;
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = upToNul(block, start, length).toString('latin1').trim();
  if (text === '') return 0;
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** Records `<length> <key>=<value>\n` of a pax header; stops at the first that is not one. */
export function readPax(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 || space - at > 8 ? '' : bytes.toString('latin1', at, space);
    if (!/^[0-9]+$/.test(digits)) break;
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    if (equals < 0 || equals >= end || end > bytes.length || bytes[end - 1] !== 0x0a) break;
    records.set(bytes.toString('utf8', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
