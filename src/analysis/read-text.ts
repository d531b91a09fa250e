import { OvoscopeError } from '../errors/problem.ts';
import type { FileIndex } from './file-index.ts';

/** At most `limit` bytes of a file from `start` on, as UTF-8; undefined where it isn't there. Throws OvoscopeError. */
export function readText(index: FileIndex, path: string, limit: number, start = 0): string | undefined {
  const file = index.find(path);
  if (file === undefined) return undefined;
  const source = index.open(path);
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(limit, source.size - start)));
    const got = bytes.subarray(0, source.read(bytes, start));
    // Streaming, so that a character cut by the limit is left out instead of becoming a replacement character.
    return new TextDecoder().decode(got, { stream: got.length === limit });
  } finally {
    source.close();
  }
}

/** The same, for a first look: a file that may not be read is left to whoever needs it, and reported there. */
export function glanceText(index: FileIndex, path: string, limit: number, start = 0): string | undefined {
  try {
    return readText(index, path, limit, start);
  } catch (error) {
    if (error instanceof OvoscopeError) return undefined;
    throw error;
  }
}
