import type { Results } from 'ovoscope';
import { expect, test } from 'vitest';
import { lookupServer } from '../../tests/support/lookup-server.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Misp from './misp.ts';

const KEY = 'secret-key';
const results = {
  target: { category: 'file', file: { md5: 'm1' } },
  dropped: [
    { md5: 'm2', type: 'PE32 executable (GUI) Intel 80386' },
    { md5: 'm3', type: 'ASCII text' },
  ],
  network: {
    ...{ http: [], udp: [], dns: [], tcp: [] },
    hosts: ['192.0.2.1', { ip: '192.0.2.2' }],
    domains: [{ domain: 'a.example', ip: '192.0.2.1' }],
  },
} as unknown as Results;

const run = (options: { [name: string]: unknown }, given = results) =>
  runModule(Misp, memoryTask({}), { results: given, options: { key: KEY, cache_hours: 0, timeout: 5, ...options } });

const event = (id: string, date: string) => ({
  Event: { id, date, info: `event ${id}`, threat_level_id: '2', published: true, uuid: 'x' },
});

test('off unless it is configured', async () => {
  expect(new Misp().enable).toBe(false);
  expect((await run({ key: '' })).problems).toMatchObject([{ code: 'LOOKUP_NO_KEY' }]);
  expect((await run({ url: '' })).problems).toMatchObject([{ code: 'LOOKUP_BAD_URL' }]);
});

test('events with what they share, the newest first', async () => {
  const { url, asked } = await lookupServer(({ body }) => {
    const { value } = JSON.parse(body) as { value: string };
    if (value === 'm1') return { response: [event('1', '2020-01-01')] };
    return { response: value === 'a.example' ? [event('1', '2020-01-01'), event('2', '2021-01-01')] : [] };
  });
  const { value, problems } = await run({ url: `${url}/` });
  expect(problems).toEqual([]);
  expect(asked.map(({ body }) => (JSON.parse(body) as { value: string }).value)).toEqual([
    ...['m1', 'm2', '192.0.2.1', '192.0.2.2', 'a.example'],
  ]);
  expect(new Set(asked.map((each) => `${each.method} ${each.url} ${each.headers.authorization}`))).toEqual(
    new Set([`POST /events/restSearch ${KEY}`]),
  );
  const shown = { level: 2 };
  expect(value).toEqual([
    { ...shown, event_id: '2', date: '2021-01-01', url: `${url}/events/view/2`, info: 'event 2', iocs: ['a.example'] },
    {
      ...{ ...shown, event_id: '1', date: '2020-01-01', url: `${url}/events/view/1`, info: 'event 1' },
      iocs: ['m1', 'a.example'],
    },
  ]);
});

test('the limit', async () => {
  const { url, asked } = await lookupServer(() => ({ response: [] }));
  const { value, problems } = await run({ url, maxioc: 2 });
  expect(value).toEqual([]);
  expect(asked).toHaveLength(2);
  expect(problems).toMatchObject([{ code: 'LOOKUP_TOO_MANY' }]);
});

test('a failure is one problem, and what was found before is kept', async () => {
  const { url, asked } = await lookupServer(({ body }, response) => {
    if (body.includes('m1')) return { response: [event('1', '2020-01-01')] };
    response.statusCode = 403;
    return { name: KEY };
  });
  const { value, problems } = await run({ url });
  expect(value).toHaveLength(1);
  expect(asked).toHaveLength(2);
  expect(problems).toMatchObject([{ code: 'LOOKUP_FAILED' }]);
  expect(JSON.stringify(problems)).not.toContain(KEY);
});

test.each([[], { response: 5 }, null, { response: [null, { Event: [] }, { Event: { id: {} } }] }])(
  'answers of another shape: %j',
  async (answer) => {
    const { url } = await lookupServer(() => answer);
    expect((await run({ url })).value).toEqual([]);
  },
);

test('nothing to ask for', async () => {
  const { url, asked } = await lookupServer(() => ({ response: [] }));
  expect(await run({ url }, {})).toEqual({ value: [], problems: [] });
  expect(asked).toEqual([]);
});
