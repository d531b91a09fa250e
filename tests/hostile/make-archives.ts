import { crc32, deflateRawSync } from 'node:zlib';

/** Archives as no honest packer writes them. Every field can be set to something else than the truth. */
export interface TarEntry {
  name: string | Buffer;
  data?: Buffer | string;
  /** `0` file, `5` folder, `1` hard link, `2` symlink, `3` device, `6` pipe, … */
  type?: string;
  size?: number;
  link?: string;
}

export function makeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]);
}

export function tarEntry({ name, data = '', type = '0', size, link = '' }: TarEntry): Buffer {
  const body = Buffer.from(data);
  const header = Buffer.alloc(512);
  Buffer.from(name).copy(header, 0, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${(size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156, 'latin1');
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A pax header for the entry after it. */
export function paxEntry(records: { readonly [key: string]: string }): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest);
    while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`);
    return `${length}${rest}`;
  });
  return tarEntry({ name: 'pax', type: 'x', data: lines.join('') });
}

export interface ZipEntrySpec {
  name: string | Buffer;
  data?: Buffer | string;
  stored?: boolean;
  method?: number;
  flags?: number;
  /** Unix mode, such as 0o120777 for a symlink. */
  mode?: number;
  crc?: number;
  size?: number;
  packed?: number;
  /** Sizes and checksum come after the data, as a streaming packer writes them. */
  streamed?: boolean;
  /** Sizes and offset go into the 64-bit field. */
  zip64?: boolean;
  extra?: Buffer;
  /** Where the directory says the entry lies. */
  offset?: number;
}

export function makeZip(
  entries: readonly ZipEntrySpec[],
  { comment = '', count }: { comment?: string; count?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const made = zipEntry(entry, offset);
    parts.push(made.local);
    central.push(made.central);
    offset += made.local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count ?? entries.length, 8);
  end.writeUInt16LE(count ?? entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...parts, directory, end, Buffer.from(comment)]);
}

function zipEntry(entry: ZipEntrySpec, position: number): { local: Buffer; central: Buffer } {
  const data = Buffer.from(entry.data ?? '');
  const packed = entry.stored ? data : deflateRawSync(data);
  const name = Buffer.from(entry.name);
  const flags = entry.flags ?? (entry.streamed ? 8 : 0);
  const sizes = {
    crc: entry.crc ?? crc32(data),
    packed: entry.packed ?? packed.length,
    size: entry.size ?? data.length,
  };
  const method = entry.method ?? (entry.stored ? 0 : 8);
  const offset = entry.offset ?? position;

  const common = Buffer.alloc(26);
  common.writeUInt16LE(45, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(sizes.crc, 10);
  common.writeUInt32LE(entry.zip64 ? 0xffffffff : sizes.packed, 14);
  common.writeUInt32LE(entry.zip64 ? 0xffffffff : sizes.size, 18);
  common.writeUInt16LE(name.length, 22);

  const local = Buffer.from(common);
  if (entry.streamed) local.fill(0, 10, 22);
  const localExtra = entry.zip64 && !entry.streamed ? zip64Field([sizes.size, sizes.packed]) : Buffer.alloc(0);
  local.writeUInt16LE(localExtra.length, 24);
  const trailer = Buffer.alloc(entry.streamed ? 16 : 0);
  if (entry.streamed) {
    trailer.writeUInt32LE(0x08074b50, 0);
    trailer.writeUInt32LE(sizes.crc, 4);
    trailer.writeUInt32LE(sizes.packed, 8);
    trailer.writeUInt32LE(sizes.size, 12);
  }

  const extra = Buffer.concat([
    entry.zip64 ? zip64Field([sizes.size, sizes.packed, offset]) : Buffer.alloc(0),
    entry.extra ?? Buffer.alloc(0),
  ]);
  common.writeUInt16LE(extra.length, 24);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  tail.writeUInt32LE(entry.zip64 ? 0xffffffff : offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), local, name, localExtra, packed, trailer]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name, extra]),
  };
}

function zip64Field(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, i) => {
    field.writeBigUInt64LE(BigInt(value), 4 + i * 8);
  });
  return field;
}
