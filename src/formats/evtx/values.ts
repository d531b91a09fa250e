/** A value of binary XML has a fault; `offset` is relative to the chunk. */
export class EvtxFault extends Error {
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}

export const ValueType = {
  null: 0x00,
  text: 0x01,
  ansi: 0x02,
  binary: 0x0e,
  sid: 0x13,
  xml: 0x21,
  array: 0x80,
} as const;

/** Bytes of a value that has always as many; the rest goes to the end of its field. */
const SIZES: { readonly [type: number]: number } = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
};
/** Items of an array that are told. */
const MOST_ITEMS = 1024;

/** The text that Windows shows for a value; what is shorter than its type needs is shown in hexadecimal. */
export function valueText(bytes: Buffer, type: number): string {
  const size = SIZES[type];
  if (size !== undefined && bytes.length < size) return hexOf(bytes);
  switch (type) {
    case 0x00:
      return '';
    case 0x01:
      return bytes.toString('utf16le').replace(/\0+$/, '');
    case 0x02:
      return bytes.toString('latin1').replace(/\0+$/, '');
    case 0x03:
      return String(bytes.readInt8());
    case 0x04:
      return String(bytes.readUInt8());
    case 0x05:
      return String(bytes.readInt16LE());
    case 0x06:
      return String(bytes.readUInt16LE());
    case 0x07:
      return String(bytes.readInt32LE());
    case 0x08:
      return String(bytes.readUInt32LE());
    case 0x09:
      return String(bytes.readBigInt64LE());
    case 0x0a:
      return String(bytes.readBigUInt64LE());
    case 0x0b:
      return String(bytes.readFloatLE());
    case 0x0c:
      return String(bytes.readDoubleLE());
    case 0x0d:
      return bytes.readUInt32LE() === 0 ? 'false' : 'true';
    case 0x0f:
      return guidText(bytes);
    case 0x10:
      return bytes.length >= 8
        ? `0x${bytes.readBigUInt64LE().toString(16)}`
        : bytes.length >= 4
          ? `0x${bytes.readUInt32LE().toString(16)}`
          : hexOf(bytes);
    case 0x11:
      return fileTimeText(bytes.readBigUInt64LE());
    case 0x12:
      return systemTimeText(bytes);
    case 0x13:
      return sidText(bytes);
    case 0x14:
      return `0x${bytes.readUInt32LE().toString(16)}`;
    case 0x15:
      return `0x${bytes.readBigUInt64LE().toString(16)}`;
    default:
      return hexOf(bytes);
  }
}

/** The items of an array. */
export function arrayTexts(bytes: Buffer, type: number): string[] {
  if (type === ValueType.text || type === ValueType.ansi) {
    const texts = bytes.toString(type === ValueType.text ? 'utf16le' : 'latin1').split('\0', MOST_ITEMS + 1);
    if (texts.at(-1) === '') texts.pop();
    return texts;
  }
  const size = type === 0x10 ? 8 : SIZES[type];
  if (size === undefined) return [valueText(bytes, type)];
  const texts: string[] = [];
  for (let at = 0; at + size <= bytes.length && texts.length < MOST_ITEMS; at += size)
    texts.push(valueText(bytes.subarray(at, at + size), type));
  return texts;
}

const hexOf = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

export function guidText(bytes: Buffer): string {
  const digits = (value: number, length: number) => value.toString(16).padStart(length, '0');
  const parts = [
    digits(bytes.readUInt32LE(0), 8),
    digits(bytes.readUInt16LE(4), 4),
    digits(bytes.readUInt16LE(6), 4),
    bytes.toString('hex', 8, 10),
    bytes.toString('hex', 10, 16),
  ];
  return `{${parts.join('-').toUpperCase()}}`;
}

const EPOCH = 116_444_736_000_000_000n;
/** The end of the year 9999. */
const LAST = 253_402_300_799_999n;

/** In UTC, with the seven decimals that Windows keeps; the number where it is no date. */
export function fileTimeText(value: bigint): string {
  const since = value - EPOCH;
  const ms = since >= 0n ? since / 10_000n : (since - 9_999n) / 10_000n;
  if (ms > LAST) return String(value);
  const rest = since - ms * 10_000n;
  const text = new Date(Number(ms)).toISOString();
  return `${text.slice(0, -1)}${String(rest).padStart(4, '0')}Z`;
}

function systemTimeText(bytes: Buffer): string {
  const [year, month, , day, hour, minute, second, ms] = Array.from({ length: 8 }, (_, i) =>
    String(bytes.readUInt16LE(i * 2)),
  ) as [string, string, string, string, string, string, string, string];
  const two = (text: string) => text.padStart(2, '0');
  return `${year.padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${ms.padStart(3, '0')}Z`;
}

function sidText(bytes: Buffer): string {
  const count = bytes[1] ?? 0;
  if (bytes.length < 8 + count * 4) return hexOf(bytes);
  const authority = bytes.readUIntBE(2, 6);
  const parts = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(8 + i * 4));
  return ['S', bytes[0], authority, ...parts].join('-');
}
