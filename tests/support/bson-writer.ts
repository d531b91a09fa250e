/** A value of a document to write: plain numbers are int32, bigints int64, Uint8Arrays binary. */
export type BsonInput =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | BsonInput[]
  | { [name: string]: BsonInput };

/** Writes one BSON document, for tests. */
export function bson(document: { [name: string]: BsonInput }): Buffer {
  return wrap(Object.entries(document).map(([name, value]) => element(name, value)));
}

function wrap(elements: Buffer[]): Buffer {
  const body = Buffer.concat(elements);
  const head = Buffer.alloc(4);
  head.writeInt32LE(body.length + 5);
  return Buffer.concat([head, body, Buffer.alloc(1)]);
}

function element(name: string, value: BsonInput): Buffer {
  const [type, bytes] = encode(value);
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), bytes]);
}

function encode(value: BsonInput): [number, Buffer] {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value | 0);
    return [0x10, bytes];
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, value));
    return [0x12, bytes];
  }
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`);
    return [0x02, Buffer.concat([int32(text.length), text])];
  }
  if (typeof value === 'boolean') return [0x08, Buffer.from([value ? 1 : 0])];
  if (value === null) return [0x0a, Buffer.alloc(0)];
  if (value instanceof Uint8Array) return [0x05, Buffer.concat([int32(value.length), Buffer.alloc(1), value])];
  if (Array.isArray(value)) return [0x04, wrap(value.map((item, i) => element(String(i), item)))];
  return [0x03, bson(value)];
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
