import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from '../../util/byte-source.ts';
import { Bson, eachElement, readInt32 } from '../bson/walk.ts';

const CHUNK = 1 << 20;
/** As the reader of calls: longer documents are damage. */
const MAX_RECORD = 20 << 20;
const TURN = 32;

/**
 * The large buffers that Cuckoo 2's monitor writes beside calls, in the order of the log; each is valid during its
 * visit only. Damage ends the search: it is the reader of calls that tells it. Rejects with the signal's reason, and
 * with whatever reading throws.
 */
export async function readLogBuffers(
  source: ByteSource,
  visit: (bytes: Uint8Array, offset: number) => void | Promise<void>,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  let window = Buffer.alloc(Math.min(CHUNK, source.size));
  let base = 0;
  for (let turn = 1; base + 5 <= source.size; turn++) {
    options.signal?.throwIfAborted();
    const end = source.read(window.subarray(0, Math.min(window.length, source.size - base)), base);
    let p = 0;
    while (p + 5 <= end) {
      const length = readInt32(window, p);
      if (length < 5 || length > MAX_RECORD) return;
      if (p + length > end) break;
      const buffer = isCall(window, p) ? undefined : bufferOf(window, p);
      if (buffer) await visit(buffer, base + p);
      p += length;
    }
    if (p === 0) {
      // The document is longer than the window, or than the file.
      const length = end < 4 ? 0 : readInt32(window, 0);
      if (length <= window.length || base + length > source.size) return;
      window = Buffer.alloc(length);
    }
    base += p;
    if (turn % TURN === 0) await setImmediate();
  }
}

/** Calls and definitions begin with their index, in every monitor. */
const isCall = (b: Uint8Array, p: number) => b[p + 4] === Bson.int32 && b[p + 5] === 0x49 && b[p + 6] === 0;

function bufferOf(b: Buffer, at: number): Uint8Array | undefined {
  let isBuffer = false;
  let bytes: Uint8Array | undefined;
  try {
    eachElement(b, at, (name, type, p, end) => {
      if (type === Bson.string && name() === 'type')
        isBuffer = b.toString('latin1', p + 4, p + 11) === 'buffer\0' && end > p;
      if (type === Bson.binary && name() === 'buffer') bytes = b.subarray(p + 5, p + 5 + readInt32(b, p));
    });
  } catch {
    return undefined;
  }
  return isBuffer ? bytes : undefined;
}
