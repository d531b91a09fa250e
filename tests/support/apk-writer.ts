import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file with these members, deflated; `store` names those that are not. */
export function zipOf(members: { [name: string]: Buffer | string }, store: readonly string[] = []): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(content);
    const method = store.includes(name) ? 0 : 8;
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(method, 4);
    for (const [i, value] of [crc32(bytes), packed.length, bytes.length].entries())
      common.writeUInt32LE(value, 10 + i * 4);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), common, central, Buffer.from(name)]));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

export interface XmlElement {
  name: string;
  attributes?: { [name: string]: string | number };
  children?: XmlElement[];
}

/** XML in the binary form of Android, with its strings in UTF-8 or UTF-16. */
export function binaryXml(root: XmlElement, isUtf8 = false): Buffer {
  const strings: string[] = [];
  const index = (text: string) => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  const chunk = (type: number, header: Buffer, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(type, 0);
    head.writeUInt16LE(8 + header.length, 2);
    head.writeUInt32LE(8 + header.length + body.length, 4);
    return Buffer.concat([head, header, body]);
  };
  const words = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, i * 4);
    return bytes;
  };
  const write = ({ name, attributes = {}, children = [] }: XmlElement): Buffer => {
    const list = Object.entries(attributes);
    const counts = Buffer.alloc(12);
    counts.writeUInt16LE(20, 0);
    counts.writeUInt16LE(20, 2);
    counts.writeUInt16LE(list.length, 4);
    const body = list.map(([key, value]) =>
      typeof value === 'string'
        ? words(-1, index(key), index(value), 0x03000008, index(value))
        : words(-1, index(key), -1, 0x10000008, value),
    );
    const start = chunk(0x0102, words(1, -1), Buffer.concat([words(-1, index(name)), counts, ...body]));
    const end = chunk(0x0103, words(1, -1), words(-1, index(name)));
    return Buffer.concat([start, ...children.map(write), end]);
  };
  const elements = write(root);
  const data = strings.map((text) => {
    if (isUtf8) return Buffer.concat([Buffer.from([text.length, Buffer.byteLength(text)]), Buffer.from(`${text}\0`)]);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    return Buffer.concat([length, Buffer.from(`${text}\0`, 'utf16le')]);
  });
  let at = 0;
  const offsets = data.map((bytes) => {
    at += bytes.length;
    return at - bytes.length;
  });
  const start = 28 + offsets.length * 4;
  const pool = chunk(
    0x0001,
    words(strings.length, 0, isUtf8 ? 0x100 : 0, start, 0),
    Buffer.concat([words(...offsets), ...data]),
  );
  return chunk(0x0003, Buffer.alloc(0), Buffer.concat([pool, elements]));
}
