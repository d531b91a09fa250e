import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { Ssdeep } from './ssdeep.ts';
import { Tlsh } from './tlsh.ts';

export interface FileHashes {
  /** Bytes that were hashed; fewer than the source announced if it became shorter meanwhile. */
  size: number;
  /** Eight upper-case hexadecimal digits. */
  crc32: string;
  md5: string;
  sha1: string;
  sha256: string;
  sha512: string;
  ssdeep: string;
  /** `T1` and 70 digits; null for what is too short or too uniform. */
  tlsh: string | null;
}

const CHUNK = 256 * 1024;
/** How often the event loop gets a turn, so that an abort can arrive. */
const TURN = 16;

/**
 * All hashes of a source in one pass, with memory that doesn't depend on its size. What is appended after the source
 * was opened doesn't count. Rejects with the signal's reason when aborted, and with whatever reading throws.
 */
export async function hashSource(source: ByteSource, options: { signal?: AbortSignal } = {}): Promise<FileHashes> {
  const hashes = {
    md5: createHash('md5'),
    sha1: createHash('sha1'),
    sha256: createHash('sha256'),
    sha512: createHash('sha512'),
  };
  const fuzzy = new Ssdeep();
  const local = new Tlsh();
  const buffer = new Uint8Array(Math.min(CHUNK, Math.max(1, source.size)));
  let checksum = 0;
  let size = 0;
  for (let turn = 1; size < source.size; turn++) {
    options.signal?.throwIfAborted();
    const got = source.read(buffer.subarray(0, Math.min(buffer.length, source.size - size)), size);
    if (got === 0) break;
    const bytes = buffer.subarray(0, got);
    for (const hash of Object.values(hashes)) hash.update(bytes);
    checksum = crc32(bytes, checksum);
    fuzzy.update(bytes);
    local.update(bytes);
    size += got;
    if (turn % TURN === 0) await setImmediate();
  }
  options.signal?.throwIfAborted();
  return {
    size,
    crc32: checksum.toString(16).toUpperCase().padStart(8, '0'),
    md5: hashes.md5.digest('hex'),
    sha1: hashes.sha1.digest('hex'),
    sha256: hashes.sha256.digest('hex'),
    sha512: hashes.sha512.digest('hex'),
    ssdeep: fuzzy.digest(),
    tlsh: local.digest(),
  };
}
