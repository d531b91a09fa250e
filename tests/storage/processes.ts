import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { openStore } from '../../src/storage/store.ts';
import { batchOf } from './batches.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Makes one file of the writer that plain Node runs, where the packages it imports are found. */
export async function buildWriter(): Promise<string> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'ovoscope-writer-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'writer.mjs');
  const entry = join(root, 'tests/storage/writer.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}

export interface Writing {
  process: ChildProcess;
  /** Batches that were confirmed, as the lines come in. */
  kept: Set<number>;
  /** The code of the error that ended it. */
  refused: () => string | undefined;
  /** Resolves when so many batches are confirmed, or the writer has ended. */
  atLeast(batches: number): Promise<void>;
  ended: Promise<number | null>;
}

export interface WriterOptions {
  location: string;
  name: string;
  batches: number;
  size: number;
  /** The largest file it may write, in KiB. */
  fileLimitKiB?: number;
}

/** Starts a writer in a process of its own. */
export function startWriter(script: string, { location, name, batches, size, fileLimitKiB }: WriterOptions): Writing {
  const args = [script, location, name, String(batches), String(size)];
  const child = fileLimitKiB
    ? spawn('/bin/bash', ['-c', `ulimit -f ${fileLimitKiB}; exec "$0" "$@"`, process.execPath, ...args], { cwd: root })
    : spawn(process.execPath, args, { cwd: root });
  const kept = new Set<number>();
  let refused: string | undefined;
  let changed = () => {};
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const [word, value] = line.split(' ');
    if (word === 'kept') kept.add(Number(value));
    if (word === 'refused') refused = value;
    changed();
  });
  child.stderr!.pipe(process.stderr);
  const ended = once(child, 'close').then(([code]) => {
    changed();
    return code as number | null;
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    kept,
    refused: () => refused,
    ended,
    async atLeast(wanted) {
      while (kept.size < wanted && !hasEnded()) await new Promise<void>((resolve) => (changed = resolve));
    },
  };
}

/** How many entries of each batch of a writer are in the store. */
export async function countBatches(location: string, name: string, batches: number, size: number): Promise<number[]> {
  const store = await openStore(location);
  try {
    const there = new Set<string>();
    for await (const entry of store.blacklist.entries()) there.add(entry.value);
    const counts: number[] = [];
    for (let batch = 0; batch < batches; batch++) {
      const own = batchOf(name, batch, size).filter((decision) => decision.type === 'hash');
      const entered = own.filter((decision) => there.has(decision.value)).length;
      const analysis = await store.analyses.get(`${name}-${batch}`);
      if ((analysis !== undefined) !== entered > 0) throw new Error(`batch ${batch} and its analysis were parted`);
      counts.push(entered);
    }
    return counts;
  } finally {
    await store.close();
  }
}
