import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from './byte-source.ts';

export const CHUNK = 1 << 16;

/** Lets a long run of synchronous work be interrupted: others get their turn, and an abort is noticed. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #work = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Throws the signal's reason when it is aborted. `amount` is bytes of work, or what is worth as much. */
  async step(amount = CHUNK): Promise<void> {
    this.#signal?.throwIfAborted();
    this.#work += amount;
    if (this.#work < 1 << 22) return;
    this.#work = 0;
    await setImmediate();
    this.#signal?.throwIfAborted();
  }
}

/** The bytes from `start` to `end` (or to the end of the source) in pieces, each valid until the next is taken. */
export function* chunks(source: ByteSource, start = 0, end = source.size): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK, end - start)));
  for (let at = start; at < end; ) {
    const got = source.read(buffer.subarray(0, Math.min(buffer.length, end - at)), at);
    if (got === 0) return;
    yield buffer.subarray(0, got);
    at += got;
  }
}
