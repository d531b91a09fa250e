import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/storage/store.ts';
import { startPostgres } from './postgres-server.ts';
import { decision, storeCases } from './store.cases.ts';

const server = await startPostgres();
const missing = 'missing' in server ? server.missing : undefined;
afterAll(async () => {
  if ('stop' in server) await server.stop();
});

describe.skipIf(missing)(`PostgreSQL${missing ? ` (skipped: ${missing})` : ''}`, () => {
  if ('missing' in server) return;
  storeCases(() => server.newLocation());

  test('a server that is not there is told, without the password', async () => {
    const url = 'postgres://someone:secret@127.0.0.1:1/none';
    await expect(openStore(url)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.not.stringContaining('secret'),
    });
  });

  test('a database that is not there is told', async () => {
    const url = (await server.newLocation()).replace('/postgres?', '/no_such_database?');
    await expect(openStore(url)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  });

  test('a session that confirms before it writes is corrected', async () => {
    const location = `${await server.newLocation()}%20-c%20synchronous_commit%3Doff`;
    const { openDatabase } = await import('../../src/storage/store.ts');
    const database = await openDatabase(location);
    expect(await database.all('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await database.close();
  });

  test('what was confirmed survives a crash of the server, and the store finds it again', async () => {
    const store = await openStore(await server.newLocation());
    await store.blacklist.record([decision()]);
    await server.crash();
    await expect(store.blacklist.record([decision({ type: 'ip', value: '192.0.2.1' })])).rejects.toMatchObject({
      code: expect.stringMatching(/^STORE_(?:UNREACHABLE|CONNECTION_LOST)$/),
    });
    await server.start();
    expect(await store.blacklist.count()).toBe(1);
    await store.close();
  });
});
