import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import type { Pace } from './pace.ts';

/** How a compressed stream ended: at its end, before it (the input ran out), or where it became unreadable. */
export type InflateEnd = { state: 'done' | 'cut' | 'stopped' } | { state: 'damaged'; why: string };

export type Inflated = InflateEnd & {
  /** Compressed bytes that were used. */
  consumed: number;
};

/**
 * Decompresses `input` chunk by chunk into `onData`, which returns false to stop. Everything before damage is
 * delivered. Memory is bounded by one chunk of each side, whatever the ratio.
 */
export async function inflate(
  format: 'gzip' | 'deflate',
  input: Iterable<Uint8Array>,
  onData: (chunk: Buffer) => boolean,
  pace: Pace,
): Promise<Inflated> {
  const stream = format === 'gzip' ? createGunzip() : createInflateRaw();
  const run = new Run(stream, onData);
  try {
    for (const chunk of input) {
      await pace.step(chunk.length);
      await run.write(chunk);
      if (run.outcome !== undefined) break;
    }
    if (run.outcome === undefined) await run.end();
    if (run.thrown !== undefined) throw run.thrown.error;
    return { ...run.outcome!, consumed: stream.bytesWritten };
  } finally {
    stream.destroy();
  }
}

/** One stream; turns its events into an outcome. */
class Run {
  outcome: InflateEnd | undefined;
  thrown: { error: unknown } | undefined;
  readonly #stream: Gunzip | InflateRaw;
  readonly #onData: (chunk: Buffer) => boolean;
  #wake: (() => void) | undefined;

  constructor(stream: Gunzip | InflateRaw, onData: (chunk: Buffer) => boolean) {
    this.#stream = stream;
    this.#onData = onData;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('end', () => this.#finish({ state: 'done' }));
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#finish(error.code === 'Z_BUF_ERROR' ? { state: 'cut' } : { state: 'damaged', why: error.message });
    });
  }

  write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      // Copied, because zlib reads it in another thread while the caller's buffer is reused.
      this.#stream.write(Buffer.from(chunk), () => resolve());
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#stream.once('end', resolve);
      this.#stream.end();
    });
  }

  #take(chunk: Buffer): void {
    if (this.outcome !== undefined) return;
    try {
      if (!this.#onData(chunk)) this.#stop({ state: 'stopped' });
    } catch (error) {
      this.thrown = { error };
      this.#stop({ state: 'stopped' });
    }
  }

  #stop(outcome: InflateEnd): void {
    this.#finish(outcome);
    this.#stream.destroy();
  }

  #finish(outcome: InflateEnd): void {
    this.outcome ??= outcome;
    this.#wake?.();
  }
}
