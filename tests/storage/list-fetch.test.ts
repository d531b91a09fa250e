import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type ConfiguredList,
  checkConfiguredList,
  type FetchOptions,
  refreshLists,
} from '../../src/storage/list-fetch.ts';
import { openStore, type Store } from '../../src/storage/store.ts';
import { parseSubnet } from '../../src/util/ip.ts';

let server: Server;
let base: string;
let answer: RequestListener;
const seen: { url: string | undefined; key: string | string[] | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ url: request.url, key: request.headers['auth-key'] });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function refreshed(behaviour: RequestListener, options: FetchOptions = {}, list: Partial<ConfiguredList> = {}) {
  answer = behaviour;
  seen.length = 0;
  const store = await openStore(':memory:');
  onTestFinished(() => store.close());
  await store.lists.replace({ source: 's', category: 'C&C', origin: 'before', networks: [parseSubnet('192.0.2.99')!] });
  const [result] = await refreshLists(store, [{ source: 's', category: 'C&C', url: `${base}/list`, ...list }], options);
  return { store, result: result! };
}

async function stillThere(store: Store): Promise<boolean> {
  return (await store.lists.lookup(['192.0.2.99'])).categoriesOf('192.0.2.99').length > 0;
}

describe('refreshLists', () => {
  test('puts what it fetched in the place of what was there', async () => {
    const { store, result } = await refreshed((_, response) => response.end('192.0.2.1\n198.51.100.0/24\n'));
    expect(result).toMatchObject({ source: 's', entries: 2, problem: undefined });
    expect(await stillThere(store)).toBe(false);
    const lookup = await store.lists.lookup();
    expect(lookup.find('198.51.100.7')).toEqual([{ category: 'C&C', source: 's' }]);
    expect(await store.lists.list()).toMatchObject([{ origin: `${base}/list`, entries: 2, error: null }]);
  });

  test('sends the configured headers, and follows redirections on the same host', async () => {
    const { result } = await refreshed(
      (request, response) => {
        if (request.url === '/list') response.writeHead(302, { location: '/moved' }).end();
        else response.end('192.0.2.1\n');
      },
      {},
      { headers: { 'Auth-Key': 'k' } },
    );
    expect(result.entries).toBe(1);
    expect(seen).toEqual([
      { url: '/list', key: 'k' },
      { url: '/moved', key: 'k' },
    ]);
  });

  test('takes compressed answers', async () => {
    const { result } = await refreshed((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('192.0.2.1\n')),
    );
    expect(result.entries).toBe(1);
  });

  const failing: [string, RequestListener, FetchOptions, string][] = [
    ['an error', (_, response) => response.writeHead(503).end('192.0.2.1\n'), {}, 'answered 503'],
    ['a page instead of a list', (_, response) => response.end('<html>\n<p>sorry\n</html>\n'), {}, 'no addresses'],
    ['nothing', (_, response) => response.end(''), {}, 'it is empty'],
    [
      'a redirection elsewhere',
      (_, response) => response.writeHead(301, { location: 'http://localhost:9/x' }).end(),
      {},
      'redirected to http://localhost:9/x',
    ],
    [
      'a redirection to a file',
      (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
      {},
      'redirected to file:///etc/passwd',
    ],
    [
      'endless redirections',
      (_, response) => response.writeHead(302, { location: '/list' }).end(),
      {},
      'more than 5 times',
    ],
    ['a redirection to nowhere', (_, response) => response.writeHead(302).end(), {}, 'answered 302'],
    [
      'an endless list',
      (_, response) => {
        const timer = setInterval(() => response.write('192.0.2.1\n'.repeat(2000)), 1);
        response.on('close', () => clearInterval(timer));
      },
      { limits: { maxBytes: 100_000, maxEntries: 1e6 } },
      'larger than 100000 bytes',
    ],
    [
      'a small answer that unpacks to a large one',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('192.0.2.1\n'.repeat(1_000_000))),
      { limits: { maxBytes: 100_000, maxEntries: 1e6 } },
      'larger than 100000 bytes',
    ],
    ['an answer that never comes', () => {}, { timeoutMs: 150 }, 'took longer than'],
    [
      'an answer that stops',
      (_, response) => {
        response.write('192.0.2.1\n');
      },
      { timeoutMs: 150 },
      'took longer than',
    ],
    ['a broken connection', (request) => request.socket.destroy(), {}, 'fetch failed'],
    [
      'an answer that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('192.0.2.1\n', () => response.destroy());
      },
      {},
      '/list',
    ],
  ];
  test.each(failing)('leaves the old entries on %s', async (_, behaviour, options, message) => {
    const { store, result } = await refreshed(behaviour, options);
    expect(result.entries).toBeUndefined();
    expect(result.problem?.message).toContain(message);
    expect(await stillThere(store)).toBe(true);
    expect((await store.lists.list())[0]?.error).toContain(message);
  });

  test('one that fails does not keep the others from being fetched', async () => {
    answer = (request, response) => response.writeHead(request.url === '/bad' ? 404 : 200).end('192.0.2.1\n');
    const store = await openStore(':memory:');
    onTestFinished(() => store.close());
    const lists = ['bad', 'good'].map((source) => ({ source, category: 'C&C', url: `${base}/${source}` }));
    const results = await refreshLists(store, lists);
    expect(results.map((result) => result.entries)).toEqual([undefined, 1]);
  });

  test('takes an empty list where that is expected', async () => {
    const { store, result } = await refreshed((_, response) => response.end('# none\n'), {}, { allowEmpty: true });
    expect(result.entries).toBe(0);
    expect(await stillThere(store)).toBe(false);
  });

  test('stops when it is told to', async () => {
    const { result } = await refreshed(() => {}, { signal: AbortSignal.abort(new Error('enough')) });
    expect(result.problem).toMatchObject({ code: 'LIST_FETCH' });
  });
});

describe('checkConfiguredList', () => {
  const good = { source: 's', category: 'C&C', url: 'https://lists.example/x.txt' };
  test('takes what is complete', () => {
    expect(checkConfiguredList({ ...good, headers: { 'Auth-Key': 'k' }, allow_empty: true })).toEqual({
      ...good,
      headers: { 'auth-key': 'k' },
      allowEmpty: true,
    });
  });
  test.each([
    [{ ...good, source: undefined }, 'no "source"'],
    [{ ...good, category: 7 }, 'no "category"'],
    [{ ...good, url: 'file:///etc/passwd' }, 'no http or https URL'],
    [{ ...good, url: 'https://u:p@lists.example/' }, 'user name'],
    [{ ...good, headers: { 'a b': 'x' } }, '"headers"'],
    [{ ...good, headers: 7 }, '"headers"'],
    [{ ...good, allow_empty: 'yes' }, 'allow_empty'],
    [{ ...good, urll: 'x' }, 'unknown key "urll"'],
    [{ ...good, source: 'a\nb' }, 'control characters'],
  ])('refuses %j', (list, message) => expect(() => checkConfiguredList(list)).toThrow(message));
});
