import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/storage/store.ts';
import { batchOf, SHARED } from './batches.ts';
import { startPostgres } from './postgres-server.ts';
import { buildWriter, countBatches, startWriter, type WriterOptions } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'ovoscope-processes-'));
// The database server's user has to pass.
chmodSync(folder, 0o755);
const mounts: string[] = [];
const [writer, server] = await Promise.all([buildWriter(), startPostgres()]);
afterAll(async () => {
  if ('stop' in server) await server.stop();
  for (const mount of mounts) execFileSync('umount', ['-l', mount]);
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
const newFile = async () => join(folder, `${++files}.db`);
const missing = 'missing' in server ? server.missing : undefined;

/** A file system of a few megabytes, or why there is none. */
function smallFileSystem(megabytes: number): { path: string } | { missing: string } {
  const path = mkdtempSync(join(folder, 'small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'none', path], { stdio: 'ignore' });
  } catch {
    return { missing: 'mounting a small file system is not allowed here' };
  }
  mounts.push(path);
  return { path };
}

function processCases(newLocation: () => Promise<string>): void {
  test('four writers at once lose nothing', async () => {
    const location = await newLocation();
    const names = ['a', 'b', 'c', 'd'];
    const work = { batches: 40, size: 50 };
    const writers = names.map((name) => startWriter(writer, { location, name, ...work }));
    await Promise.all(writers.map((one) => one.ended));
    for (const [i, name] of names.entries()) {
      expect(writers[i]!.refused()).toBeUndefined();
      expect(writers[i]!.kept.size).toBe(work.batches);
      const counts = await countBatches(location, name, work.batches, work.size);
      expect(counts).toEqual(new Array(work.batches).fill(work.size));
    }
    const store = await openStore(location);
    expect(await store.blacklist.count()).toBe(4 * work.batches * work.size + 1);
    expect(await store.blacklist.sightings('domain', SHARED, 1000)).toHaveLength(4 * work.batches);
    await store.close();
  });

  test('a writer killed at any moment loses nothing that was confirmed and leaves no half batch', async () => {
    const location = await newLocation();
    const size = 150;
    for (let round = 0; round < 4; round++) {
      const name = `killed-${round}`;
      const writing = startWriter(writer, { location, name, batches: 10_000, size });
      await writing.atLeast(3 + round * 2);
      // Some way into a batch, which takes some milliseconds.
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      writing.process.kill('SIGKILL');
      await writing.ended;
      expect(writing.process.signalCode).toBe('SIGKILL');
      // The last batch may have been kept without the word of it getting out.
      const counts = await countBatches(location, name, writing.kept.size + 1, size);
      expect(counts.slice(0, -1)).toEqual(new Array(writing.kept.size).fill(size));
      expect([0, size]).toContain(counts.at(-1));
    }
  });
}

async function expectFullDiskIsTold(options: Omit<WriterOptions, 'name' | 'batches' | 'size'>): Promise<void> {
  const size = 200;
  const writing = startWriter(writer, { ...options, name: 'full', batches: 10_000, size });
  await writing.ended;
  expect(writing.refused()).toBe('STORE_DISK_FULL');
  expect(writing.kept.size).toBeGreaterThan(0);
  const counts = await countBatches(options.location, 'full', writing.kept.size + 1, size);
  expect(counts).toEqual([...new Array(writing.kept.size).fill(size), 0]);
}

describe('SQLite', () => {
  processCases(newFile);

  test('a file that may not grow is told, and what was confirmed is there', async () => {
    const location = await newFile();
    await expectFullDiskIsTold({ location, fileLimitKiB: 900 });
    // With room again, writing goes on.
    const store = await openStore(location);
    expect(await store.blacklist.record(batchOf('after', 0, 100))).toMatchObject({ added: 100, updated: 1 });
    await store.close();
    const database = new DatabaseSync(location);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  });

  test('a full disk is told, and what was confirmed is there', async (context) => {
    const small = smallFileSystem(3);
    if ('missing' in small) return context.skip(small.missing);
    await expectFullDiskIsTold({ location: join(small.path, 'store.db') });
  });

  test('a store on a full disk can still be read', async (context) => {
    const small = smallFileSystem(2);
    if ('missing' in small) return context.skip(small.missing);
    const location = join(small.path, 'store.db');
    await expectFullDiskIsTold({ location });
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${join(small.path, 'fill')} bs=4k 2>/dev/null || true`]);
    expect(existsSync(join(small.path, 'fill'))).toBe(true);
    const store = await openStore(location);
    expect(await store.blacklist.count()).toBeGreaterThan(200);
    await store.close();
  });
});

describe.skipIf(missing)(`PostgreSQL${missing ? ` (skipped: ${missing})` : ''}`, () => {
  if ('missing' in server) return;
  processCases(() => server.newLocation());

  test('a full disk is told, and what was confirmed is there', async (context) => {
    const small = smallFileSystem(6);
    if ('missing' in small) return context.skip(small.missing);
    const tablespace = join(small.path, 'space');
    mkdirSync(tablespace);
    execFileSync('chown', ['postgres', tablespace]);
    await server.admin(`CREATE TABLESPACE small LOCATION '${tablespace}'`);
    const location = `${await server.newLocation()}%20-c%20default_tablespace%3Dsmall`;
    await expectFullDiskIsTold({ location });
  });
});
