import { readSync, writeSync } from 'node:fs';

/**
 * Frames on standard input and output, read and written synchronously, because the interpreter knows no other way.
 *
 * A frame is two unsigned 32-bit little-endian lengths, a header in JSON of the first length, and a body of bytes of
 * the second.
 */
export interface Frame {
  header: { [name: string]: unknown };
  body: Uint8Array;
}

const HEAD = 8;
const INPUT = 0;
const OUTPUT = 1;
const RETRY_MS = 2;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** As many bytes as there are, at least one; 0 at the end of the input. */
export function readSome(target: Uint8Array): number {
  for (;;) {
    try {
      return readSync(INPUT, target, 0, target.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN' && code !== 'EINTR') throw error;
      Atomics.wait(sleeper, 0, 0, RETRY_MS);
    }
  }
}

export function writeAll(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(OUTPUT, bytes, done, bytes.length - done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN' && code !== 'EINTR') throw error;
      Atomics.wait(sleeper, 0, 0, RETRY_MS);
    }
  }
}

/** Undefined at the end of the input. */
export function readFrame(): Frame | undefined {
  const head = new Uint8Array(HEAD);
  if (!fill(head)) return undefined;
  const view = new DataView(head.buffer);
  const header = new Uint8Array(view.getUint32(0, true));
  const body = new Uint8Array(view.getUint32(4, true));
  if (!fill(header) || !fill(body)) return undefined;
  return { header: JSON.parse(decoder.decode(header)) as Frame['header'], body };
}

export function writeFrame(header: Frame['header'], body: Uint8Array = new Uint8Array(0)): void {
  const text = encoder.encode(JSON.stringify(header));
  const head = new Uint8Array(HEAD + text.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, text.length, true);
  view.setUint32(4, body.length, true);
  head.set(text, HEAD);
  writeAll(head);
  writeAll(body);
}

function fill(target: Uint8Array): boolean {
  for (let done = 0; done < target.length; ) {
    const count = readSome(target.subarray(done));
    if (count === 0) return false;
    done += count;
  }
  return true;
}
