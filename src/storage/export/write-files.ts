import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { errorText, OvoscopeError } from '../../errors/problem.ts';
import { storageProblems } from '../../errors/storage.ts';
import type { ExportPiece } from './types.ts';

/**
 * Writes pieces to files. Each file appears whole or not at all: it is written beside its place and moved there when
 * all are complete. A file of the export that got no piece is removed, so that no list of last time stays beside rules
 * of this time. Throws OvoscopeError.
 */
export async function writeExportFiles(
  pieces: AsyncIterable<ExportPiece>,
  files: readonly string[],
  pathOf: (file: string) => string,
): Promise<string[]> {
  const streams = new Map<string, WriteStream>();
  const partOf = (file: string) => `${pathOf(file)}.part-${process.pid}`;
  try {
    for await (const { file, text } of pieces) {
      let stream = streams.get(file);
      if (!stream) {
        await mkdir(dirname(pathOf(file)), { recursive: true });
        stream = createWriteStream(partOf(file), { flush: true });
        // Told by `finished` below; unheard, it would end the process.
        stream.on('error', () => {});
        streams.set(file, stream);
      }
      if (!stream.write(text)) await drained(stream);
    }
    for (const stream of streams.values()) {
      stream.end();
      await finished(stream);
    }
    for (const file of streams.keys()) await rename(partOf(file), pathOf(file));
    for (const file of files) if (!streams.has(file)) await rm(pathOf(file), { force: true });
    return [...streams.keys()].map(pathOf);
  } catch (error) {
    for (const [file, stream] of streams) {
      stream.destroy();
      // One that is still being opened would appear after it was removed.
      if (!stream.closed) await once(stream, 'close');
      await rm(partOf(file), { force: true });
    }
    if (error instanceof OvoscopeError) throw error;
    throw new OvoscopeError(storageProblems.exportTarget(pathOf(files[0]!), errorText(error)), { cause: error });
  }
}

function drained(stream: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.errored) return reject(stream.errored);
    stream.once('drain', resolve);
    stream.once('error', reject);
  });
}
