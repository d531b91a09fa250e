import { once } from 'node:events';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { reportProblems } from '../errors/json.ts';
import { errorText, type Problem } from '../errors/problem.ts';
import type { ByteSource } from '../util/byte-source.ts';
import type { OpenLimits } from './limits.ts';

export type GunzipLimits = Pick<OpenLimits, 'unpackedBytes' | 'ratio' | 'ratioFrom'>;

const CHUNK = 128 * 1024;

export function isGzip(source: ByteSource): boolean {
  const head = Buffer.alloc(2);
  return source.read(head, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks a gzip file into a new file. What came before damage or a limit is there; the problem says so. Throws the
 * system's error where the file cannot be written, and the signal's reason when it is aborted.
 */
export async function gunzipToFile(
  source: ByteSource,
  path: string,
  limits: GunzipLimits,
  signal?: AbortSignal,
): Promise<Problem | undefined> {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let written = 0;
  let taken = 0;
  let failure: unknown;
  let problem: Problem | undefined;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    gunzip.destroy();
  };
  gunzip.on('data', (chunk: Buffer) => {
    if (isOver) return;
    try {
      for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
    } catch (error) {
      failure = error;
      stop();
    }
    written += chunk.length;
    const what = passed(written, taken, limits);
    if (what === undefined) return;
    problem = reportProblems.gzipLimit(source.name, written, what);
    stop();
  });
  const finished = new Promise<void>((resolve) => gunzip.on('close', resolve));
  gunzip.on('error', (error) => {
    if (!isOver) problem = reportProblems.gzip(source.name, written, errorText(error));
    isOver = true;
  });
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    while (!isOver && taken < source.size) {
      signal?.throwIfAborted();
      const got = source.read(chunk, taken);
      if (got === 0) break;
      taken += got;
      // The stream keeps what it was given until it has used it.
      const isFull = !gunzip.write(Buffer.from(chunk.subarray(0, got)));
      if (isFull) await Promise.race([once(gunzip, 'drain').catch(() => {}), finished]);
    }
    if (!isOver) gunzip.end();
    await finished;
    if (failure !== undefined) throw failure;
    return problem;
  } finally {
    gunzip.destroy();
    closeSync(fd);
  }
}

function passed(written: number, taken: number, limits: GunzipLimits): string | undefined {
  if (written > limits.unpackedBytes) return `it unpacks to more than ${limits.unpackedBytes} bytes`;
  if (written > limits.ratioFrom && written > taken * limits.ratio) {
    return `it unpacks to more than ${limits.ratio} times its size`;
  }
  return undefined;
}
