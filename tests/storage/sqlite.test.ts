import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/storage/store.ts';
import { decision, storeCases } from './store.cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'ovoscope-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `deep/${++files}/store.db`);

describe('SQLite', () => {
  storeCases(async () => newFile());

  test('a file that is no database is refused and left alone', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'not a database\n'.repeat(200));
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  });

  test("someone else's database is refused and left alone", async () => {
    const file = join(folder, 'other.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE customers (id INTEGER)');
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_NOT_A_STORE' });
    expect(other.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toEqual([{ name: 'customers' }]);
    other.close();
  });

  test('a folder that cannot be made is told', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openStore(join(folder, 'file', 'store.db'))).rejects.toMatchObject({ code: 'STORE_CANNOT_OPEN' });
  });

  test('a writer that waits too long is told, and works when the lock is gone', async () => {
    const file = newFile();
    const store = await openStore(file, { busyTimeoutMs: 100 });
    const rival = new DatabaseSync(file);
    rival.exec('BEGIN IMMEDIATE');
    await expect(store.blacklist.record([decision()])).rejects.toMatchObject({ code: 'STORE_BUSY' });
    // Readers are not held up.
    expect(await store.blacklist.count()).toBe(0);
    rival.exec('COMMIT');
    rival.close();
    expect(await store.blacklist.record([decision()])).toMatchObject({ added: 1 });
    await store.close();
  });

  test('every commit reaches the disk before it is confirmed', async () => {
    const file = newFile();
    const store = await openStore(file);
    const { openDatabase } = await import('../../src/storage/store.ts');
    const database = await openDatabase(file);
    expect(await database.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await database.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    await database.close();
    await store.close();
  });

  test('a closed store says so', async () => {
    const store = await openStore(newFile());
    await store.close();
    await store.close();
    await expect(store.blacklist.count()).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});
