import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';

/** What is needed to unpack one entry, from the central directory or from the header before its data. */
export interface ZipEntry {
  name: Buffer;
  /** As it is written. */
  rawName: Buffer;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** DOS time, which the old cipher checks passwords with where the CRC is not known yet. */
  time: number;
  date: number;
  /** Position of the header before the data. */
  offset: number;
  /** Unix mode, or 0. */
  mode: number;
  isFolder: boolean;
  aes: { strength: number; method: number; hasCrc: boolean } | undefined;
}

export const Flag = { encrypted: 1, sizesFollow: 8, strong: 0x40, utf8: 0x800, masked: 0x2000 } as const;

export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const LOCATOR64 = 0x07064b50;
export const END64 = 0x06064b50;
export const DESCRIPTOR = 0x08074b50;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;

/** Bytes of the variable part: name, extra fields, comment. */
export function centralTail(fixed: Buffer): number {
  return fixed.readUInt16LE(28) + fixed.readUInt16LE(30) + fixed.readUInt16LE(32);
}

export function readCentral(fixed: Buffer, tail: Buffer): ZipEntry {
  const nameBytes = fixed.readUInt16LE(28);
  const madeBy = fixed.readUInt8(5);
  const attributes = fixed.readUInt32LE(38);
  const entry: ZipEntry = {
    name: Buffer.from(tail.subarray(0, nameBytes)),
    rawName: EMPTY,
    flags: fixed.readUInt16LE(8),
    method: fixed.readUInt16LE(10),
    time: fixed.readUInt16LE(12),
    date: fixed.readUInt16LE(14),
    crc: fixed.readUInt32LE(16),
    packed: fixed.readUInt32LE(20),
    size: fixed.readUInt32LE(24),
    offset: fixed.readUInt32LE(42),
    mode: madeBy === UNIX || madeBy === MACOS ? attributes >>> 16 : 0,
    isFolder: (attributes & 0x10) !== 0,
    aes: undefined,
  };
  readExtras(entry, tail.subarray(nameBytes, nameBytes + fixed.readUInt16LE(30)));
  return entry;
}

export function readLocal(fixed: Buffer, tail: Buffer, offset: number): ZipEntry {
  const nameBytes = fixed.readUInt16LE(26);
  const entry: ZipEntry = {
    name: Buffer.from(tail.subarray(0, nameBytes)),
    rawName: EMPTY,
    flags: fixed.readUInt16LE(6),
    method: fixed.readUInt16LE(8),
    time: fixed.readUInt16LE(10),
    date: fixed.readUInt16LE(12),
    crc: fixed.readUInt32LE(14),
    packed: fixed.readUInt32LE(18),
    size: fixed.readUInt32LE(22),
    offset,
    mode: 0,
    isFolder: false,
    aes: undefined,
  };
  readExtras(entry, tail.subarray(nameBytes));
  return entry;
}

const EMPTY = Buffer.alloc(0);
const UNIX = 3;
const MACOS = 19;
const FULL = 0xffffffff;

/** Fields that cannot be read leave the entry as its fixed part says. */
function readExtras(entry: ZipEntry, extras: Buffer): void {
  let unicodeName: Buffer | undefined;
  for (let at = 0; at + 4 <= extras.length; ) {
    const id = extras.readUInt16LE(at);
    const size = extras.readUInt16LE(at + 2);
    const field = extras.subarray(at + 4, at + 4 + size);
    if (field.length < size) break;
    if (id === 0x0001) readZip64(entry, field);
    else if (id === 0x7075) unicodeName = readUnicodeName(entry.name, field);
    else if (id === 0x9901 && size >= 7) {
      entry.aes = { strength: field.readUInt8(4), method: field.readUInt16LE(5), hasCrc: field.readUInt16LE(0) === 1 };
    }
    at += 4 + size;
  }
  entry.rawName = entry.name;
  entry.name = unicodeName ?? toUtf8(entry.name, entry.flags);
}

/** Those values whose 32 bits are all set, in this order. */
function readZip64(entry: ZipEntry, field: Buffer): void {
  let at = 0;
  const next = (value: number) => {
    if (value !== FULL || at + 8 > field.length) return value;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  };
  entry.size = next(entry.size);
  entry.packed = next(entry.packed);
  entry.offset = next(entry.offset);
}

/** Valid only beside the name it was made for, which its checksum tells. */
function readUnicodeName(name: Buffer, field: Buffer): Buffer | undefined {
  if (field.length < 5 || field.readUInt8(0) !== 1 || field.readUInt32LE(1) !== crc32(name)) return undefined;
  return Buffer.from(field.subarray(5));
}

/** Names that are not said to be UTF-8 mostly are, or else code page 437. */
function toUtf8(name: Buffer, flags: number): Buffer {
  if ((flags & Flag.utf8) !== 0 || isUtf8(name)) return name;
  return Buffer.from(
    Array.from(name, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''),
  );
}

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Why an entry of this Unix mode is no file or folder; undefined where it is one. */
export function refusedMode(mode: number): string | undefined {
  switch (mode & 0o170000) {
    case 0:
    case 0o100000:
    case 0o040000:
      return undefined;
    case 0o120000:
      return 'it is a symlink';
    case 0o010000:
      return 'it is a pipe';
    case 0o140000:
      return 'it is a socket';
    default:
      return 'it is a device';
  }
}
