import { crc32 } from 'node:zlib';

/** An element of an event: text, a value to be put in, or further elements. */
export interface EvtxElement {
  name: string;
  attributes?: { [name: string]: EvtxContent };
  children?: (EvtxElement | EvtxContent)[];
}

/** Text of the template itself, or a value with its type. */
export type EvtxContent = string | EvtxValue;
export interface EvtxValue {
  type: number;
  bytes: Buffer;
  isOptional?: boolean;
}

export const wide = (text: string): EvtxValue => ({ type: 0x01, bytes: Buffer.from(text, 'utf16le') });
export const number = (value: number): EvtxValue => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return { type: 0x08, bytes };
};

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >>> 8]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

const CHUNK = 0x1_0000;
const FIRST = 512;
/** 2025-01-01. */
const WRITTEN = 133_801_632_000_000_000n;

class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK);
  #at = FIRST;
  readonly #names = new Map<string, number>();
  #values: EvtxValue[] = [];

  put(...parts: Buffer[]): void {
    for (const part of parts) this.#at += part.copy(this.bytes, this.#at);
  }

  /** One event, with its own template or with plain elements. */
  record(id: number, root: EvtxElement, isTemplate: boolean): void {
    const start = this.#at;
    this.put(Buffer.from('**\0\0', 'latin1'), u32(0), u64(BigInt(id)), u64(WRITTEN + BigInt(id) * 10_000_000n));
    if (isTemplate) this.#template(root);
    else {
      this.#fragment();
      this.#element(root);
      this.put(Buffer.from([0]));
    }
    const size = this.#at + 4 - start;
    this.put(u32(size));
    this.bytes.writeUInt32LE(size, start + 4);
  }

  finish(first: number, last: number): Buffer {
    const { bytes } = this;
    bytes.write('ElfChnk\0', 0, 'latin1');
    for (const [at, value] of [
      [8, first],
      [16, last],
      [24, first],
      [32, last],
    ] as const)
      bytes.writeBigUInt64LE(BigInt(value), at);
    bytes.writeUInt32LE(128, 40);
    bytes.writeUInt32LE(this.#at, 48);
    bytes.writeUInt32LE(crc32(bytes.subarray(FIRST, this.#at)), 52);
    bytes.writeUInt32LE(crc32(bytes.subarray(128, FIRST), crc32(bytes.subarray(0, 120))), 124);
    return bytes;
  }

  #fragment(): void {
    this.put(Buffer.from([0x0f, 1, 1, 0]));
  }

  #template(root: EvtxElement): void {
    this.#fragment();
    this.put(Buffer.from([0x0c, 1]), u32(1));
    this.put(u32(this.#at + 4), u32(0), Buffer.alloc(16, 7));
    const sizeAt = this.#at;
    this.put(u32(0));
    this.#values = [];
    this.#fragment();
    this.#element(root);
    this.put(Buffer.from([0]));
    this.bytes.writeUInt32LE(this.#at - sizeAt - 4, sizeAt);
    this.put(u32(this.#values.length));
    for (const { type, bytes } of this.#values) this.put(u16(bytes.length), Buffer.from([type, 0]));
    for (const { bytes } of this.#values) this.put(bytes);
  }

  #element({ name, attributes = {}, children = [] }: EvtxElement): void {
    const list = Object.entries(attributes);
    const sizeAt = this.#at + 3;
    this.put(Buffer.from([list.length > 0 ? 0x41 : 0x01, 0xff, 0xff]), u32(0));
    this.#name(name);
    if (list.length > 0) this.put(u32(0));
    for (const [i, [key, content]] of list.entries()) {
      this.put(Buffer.from([i + 1 < list.length ? 0x46 : 0x06]));
      this.#name(key);
      this.#content(content);
    }
    if (children.length === 0) this.put(Buffer.from([0x03]));
    else {
      this.put(Buffer.from([0x02]));
      for (const child of children) {
        if (typeof child !== 'string' && 'name' in child) this.#element(child);
        else this.#content(child);
      }
      this.put(Buffer.from([0x04]));
    }
    this.bytes.writeUInt32LE(this.#at - sizeAt - 4, sizeAt);
  }

  #content(content: EvtxContent): void {
    if (typeof content === 'string') {
      this.put(Buffer.from([0x05, 0x01]), u16(content.length), Buffer.from(content, 'utf16le'));
      return;
    }
    this.put(Buffer.from([content.isOptional ? 0x0e : 0x0d]), u16(this.#values.length), Buffer.from([content.type]));
    this.#values.push(content);
  }

  #name(name: string): void {
    const known = this.#names.get(name);
    if (known !== undefined) {
      this.put(u32(known));
      return;
    }
    const at = this.#at + 4;
    this.#names.set(name, at);
    this.put(u32(at), u32(0), u16(0), u16(name.length), Buffer.from(`${name}\0`, 'utf16le'));
  }
}

/** An event log with a chunk for each list of events. */
export function evtxOf(chunks: readonly (readonly EvtxElement[])[], isTemplate = true): Buffer {
  const head = Buffer.alloc(4096);
  head.write('ElfFile\0', 0, 'latin1');
  head.writeUInt32LE(128, 32);
  head.writeUInt16LE(1, 36);
  head.writeUInt16LE(3, 38);
  head.writeUInt16LE(4096, 40);
  head.writeUInt16LE(chunks.length, 42);
  head.writeUInt32LE(crc32(head.subarray(0, 120)), 124);
  let id = 1;
  const written = chunks.map((events) => {
    const first = id;
    const chunk = new ChunkWriter();
    for (const event of events) chunk.record(id++, event, isTemplate);
    return chunk.finish(first, id - 1);
  });
  return Buffer.concat([head, ...written]);
}

/** An event as the writers of Windows shape it. */
export function evtxEvent(id: number, channel: string, data: EvtxElement[], provider = 'Test'): EvtxElement {
  return {
    name: 'Event',
    attributes: { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
    children: [
      {
        name: 'System',
        children: [
          { name: 'Provider', attributes: { Name: provider } },
          { name: 'EventID', children: [{ type: 0x06, bytes: u16(id) }] },
          { name: 'Level', children: [{ type: 0x04, bytes: Buffer.from([4]) }] },
          { name: 'TimeCreated', attributes: { SystemTime: { type: 0x11, bytes: u64(WRITTEN + 1_234_567n) } } },
          { name: 'Execution', attributes: { ProcessID: number(42), ThreadID: number(43) } },
          { name: 'Channel', children: [channel] },
          { name: 'Computer', children: [wide('PC')] },
          {
            name: 'Security',
            attributes: {
              UserID: { type: 0x13, bytes: Buffer.from('010100000000000512000000', 'hex'), isOptional: true },
            },
          },
        ],
      },
      { name: 'EventData', children: data },
    ],
  };
}

export const field = (name: string, value: EvtxContent): EvtxElement => ({
  name: 'Data',
  attributes: { Name: name },
  children: [value],
});
