import type { Results } from 'ovoscope';
import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import DumpTls from './dumptls.ts';

const [CLIENT, SERVER, SECRET] = ['AA'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(48)];

const results = (tls_master: unknown, tls: unknown): Results =>
  ({
    behavior: { processes: [], processtree: [], summary: { files: [], keys: [], mutexes: [], tls_master } },
    network: { http: [], udp: [], hosts: [], dns: [], tcp: [], tls },
  }) as unknown as Results;

const run = async (given: Results) => (await runModule(DumpTls, memoryTask({}), { results: given })).value;

test('lines for programs that decrypt', async () => {
  const tls = [{ server_random: SERVER.toUpperCase(), session_id: 'DD11' }, null, 7];
  expect(await run(results([[CLIENT, SERVER, SECRET]], tls))).toEqual([
    {
      client_random: 'aa'.repeat(32),
      server_random: SERVER,
      master_secret: SECRET,
      keylog: `CLIENT_RANDOM ${'aa'.repeat(32)} ${SECRET}`,
      tlsmaster: `RSA Session-ID:dd11 Master-Key:${SECRET}`,
    },
  ]);
});

test('without the capture there is no session', async () => {
  const [secret] = await run(results([[CLIENT, SERVER, SECRET]], undefined));
  expect(secret).not.toHaveProperty('tlsmaster');
});

test('what is not hexadecimal is no secret', async () => {
  expect(
    await run(
      results(
        [
          [CLIENT, SERVER, 'x\nCLIENT_RANDOM'],
          ['', '', ''],
        ],
        'x',
      ),
    ),
  ).toEqual([]);
});

test('nothing of nothing', async () => expect(await run({})).toEqual([]));
