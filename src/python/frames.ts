import type { Readable } from 'node:stream';

/** See child/pipe.ts for how frames are laid out. */
export interface Frame {
  header: { [name: string]: unknown };
  body: Buffer;
}

const HEAD = 8;
/** What runs behind the pipe is not trusted: a length is a claim. */
const MAX_HEADER = 1 << 20;

export function encodeFrame(header: Frame['header'], body: Uint8Array = Buffer.alloc(0)): Buffer[] {
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(body.length, 4);
  return [Buffer.concat([head, text]), Buffer.from(body.buffer, body.byteOffset, body.byteLength)];
}

/** Cuts a stream into frames of up to `largest` bytes each. Throws Error where it breaks the form. */
export async function* readFrames(stream: Readable, largest: () => number): AsyncGenerator<Frame> {
  const parts: Buffer[] = [];
  let have = 0;
  let lengths: { header: number; body: number } | undefined;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parts.push(chunk);
    have += chunk.length;
    for (;;) {
      if (lengths === undefined) {
        if (have < HEAD) break;
        const head = take(parts, HEAD);
        have -= HEAD;
        lengths = { header: head.readUInt32LE(0), body: head.readUInt32LE(4) };
        if (lengths.header > MAX_HEADER || lengths.body > largest()) {
          throw new Error(`a message of ${lengths.header} + ${lengths.body} bytes`);
        }
      }
      const size: number = lengths.header + lengths.body;
      if (have < size) break;
      const whole = take(parts, size);
      have -= size;
      const header: unknown = JSON.parse(whole.toString('utf8', 0, lengths.header));
      if (typeof header !== 'object' || header === null) throw new Error('a message without a header');
      yield { header: header as Frame['header'], body: whole.subarray(lengths.header) };
      lengths = undefined;
    }
  }
}

/** The first bytes of the parts, which lose them. */
function take(parts: Buffer[], size: number): Buffer {
  const taken: Buffer[] = [];
  for (let left = size; left > 0; ) {
    const first = parts[0]!;
    if (first.length <= left) {
      taken.push(parts.shift()!);
      left -= first.length;
    } else {
      taken.push(first.subarray(0, left));
      parts[0] = first.subarray(left);
      left = 0;
    }
  }
  return taken.length === 1 ? taken[0]! : Buffer.concat(taken);
}
