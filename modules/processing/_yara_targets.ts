import { createHash } from 'node:crypto';
import type { ByteSource, Processing, YaraTarget } from 'ovoscope';
import { MemorySource, readLogBuffers } from 'ovoscope/formats';
import { urls } from 'ovoscope/query';
import { scriptsOf } from './_extracted.ts';
import { openFile } from './_file_record.ts';

/** Something to run rules over; opened when its turn comes. */
export interface ScanTarget {
  target: Omit<YaraTarget, 'yara'>;
  /** For messages. */
  name: string;
  size: number;
  open(): ByteSource | undefined;
}

/** Folders of files that the sample left, in Cuckoo's and CAPE's analyses. */
const DROPPED = ['files', 'package_files', 'CAPE', 'procdump', 'selfextracted'];

/** All that is scanned, the most telling first. */
export async function targetsOf(module: Processing, limit: number): Promise<ScanTarget[]> {
  const { task, results } = module;
  const file = (category: YaraTarget['category'], { path, size }: { path: string; size: number }): ScanTarget => ({
    target: { category, path },
    name: path,
    size,
    open: () => openFile(module, path),
  });
  const targets: ScanTarget[] = task.sample ? [file('sample', task.sample)] : [];
  for (const { item, bytes } of scriptsOf(results, limit)) {
    targets.push(
      inMemory('extracted', { path: null, sha256: item.sha256 }, `a script of sha256 ${item.sha256}`, bytes),
    );
  }
  for (const folder of DROPPED)
    for (const entry of task.list(folder, { recursive: true })) targets.push(file('dropped', entry));
  for (const entry of task.list('buffer')) targets.push(file('buffer', entry));
  targets.push(...(await logBuffers(module, limit)));
  for (const entry of task.list('memory')) if (/\.dmp$/i.test(entry.name)) targets.push(file('procmemory', entry));
  for (const url of urls(results)) targets.push(inMemory('urls', { path: null, url }, url, Buffer.from(url)));
  return targets;
}

function inMemory(
  category: YaraTarget['category'],
  fields: Omit<YaraTarget, 'yara' | 'category'>,
  name: string,
  bytes: Uint8Array,
): ScanTarget {
  return { target: { category, ...fields }, name, size: bytes.length, open: () => new MemorySource(bytes, name) };
}

/** Buffers that only call logs hold, as copies; together no more than so many bytes. */
const MOST_BYTES = 256 << 20;

async function logBuffers(module: Processing, limit: number): Promise<ScanTarget[]> {
  const { task, signal } = module;
  const names = new Set(task.list('buffer').map(({ name }) => name.toLowerCase()));
  const targets: ScanTarget[] = [];
  let left = MOST_BYTES;
  for (const { path, name } of task.list('logs')) {
    const source = /\.bson$/i.test(name) ? openFile(module, path) : undefined;
    if (!source) continue;
    try {
      await readLogBuffers(
        source,
        (bytes) => {
          const sha1 = createHash('sha1').update(bytes).digest('hex');
          left -= bytes.length;
          if (names.has(sha1) || targets.length >= limit || left < 0) return;
          names.add(sha1);
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          targets.push(inMemory('buffer', { path: null, sha256 }, `a buffer in ${path}`, Buffer.from(bytes)));
        },
        { signal },
      );
    } catch (error) {
      // What the log lacks, the reader of calls and the module of buffers tell.
      if (signal.aborted) throw error;
    } finally {
      source.close();
    }
  }
  return targets;
}
