import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  checkDestination,
  DESTINATION_KINDS,
  deliver,
  deliveryKey,
  optionsOfKind,
} from '../../src/destinations/destinations.ts';
import { signed } from '../../src/destinations/sigv4.ts';
import type { DestinationTable, SentFile, Surroundings } from '../../src/destinations/types.ts';
import { parseConfig } from '../../src/engine/config/read.ts';
import type { Results } from '../../src/plugin/container.ts';
import { textOf } from '../meta/sources.ts';
import { type PostgresServer, startPostgres } from '../storage/postgres-server.ts';
import { fixtureResults } from '../support/fixture-results.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { MongoServer } from './mongo-server.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = { status: number; headers?: { [name: string]: string }; body?: string } | 'hang up' | 'never';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that gives these answers in turn, the last one for all that follow. */
async function serve(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(pieces).toString('utf8') });
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer === 'hang up') request.socket.destroy();
    else if (answer !== 'never') response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, seen };
}

const ENV = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-key',
  OVOSCOPE_WEBHOOK_SECRET: 'not-a-real-webhook-secret',
};
const NOW = Date.UTC(2026, 10, 3, 9, 16, 2);

function surroundings(env: { [name: string]: string } = ENV): Surroundings & { waits: number[] } {
  const waits: number[] = [];
  return { env, waits, sleep: async (ms) => void waits.push(ms), now: () => NOW };
}

const folder = temporaryFolder('destinations');
const files: SentFile[] = [
  ['report.json', 'application/json', '{"a": "ä"}'],
  ['csv/a b+c.csv', 'text/csv', 'x,y\n'],
  ['empty.txt', 'text/plain', ''],
].map(([name, media, body]) => {
  const path = join(folder, name!.replaceAll('/', '_'));
  writeFileSync(path, body!);
  return { name: name!, path, media: media!, bytes: Buffer.byteLength(body!) };
});

const results = (): Results => fixtureResults({ calls: 10 });

async function send(table: DestinationTable, own = surroundings(), container = results()) {
  expect(checkDestination(table)).toEqual([]);
  return { problems: await deliver([table], { results: container, files }, undefined, own), own };
}

describe('what all destinations that speak HTTP have in common', () => {
  const hook = (url: string, more: object = {}) => ({ kind: 'webhook', url, ...more });

  it('try again after what passes, waiting longer each time, and as long as they are asked to', async () => {
    const { url, seen } = await serve(
      { status: 503 },
      'hang up',
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 204 },
    );
    const { problems, own } = await send(hook(url));
    expect(problems).toEqual([]);
    expect(own.waits).toEqual([500, 1_000, 7_000]);
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(seen).toHaveLength(4);
  });

  it('give up after four tries, and say so', async () => {
    const { url } = await serve({ status: 500, body: 'boom\n\u001b[31m' });
    const { problems } = await send(hook(url));
    expect(problems).toMatchObject([
      {
        code: 'DESTINATION_FAILED',
        message: 'the reports were not sent to webhook (webhook): it answered 500 boom [31m, after 4 attempts',
      },
    ]);
  });

  it('do not try again what will not pass', async () => {
    const { url, seen } = await serve({ status: 403, body: 'no' });
    const { problems } = await send(hook(url));
    expect(problems[0]!.message).toContain('it answered 403 no');
    expect(seen).toHaveLength(1);
  });

  it('never follow a redirection', async () => {
    const other = await serve({ status: 200 });
    for (const status of [301, 302, 307, 308]) {
      const { url } = await serve({ status, headers: { location: `${other.url}/x` } });
      expect((await send(hook(url))).problems[0]!.message).toContain('redirections are not followed');
    }
    expect(other.seen).toEqual([]);
  });

  it('wait no longer than they are told to', async () => {
    const { url } = await serve('never');
    const { problems } = await send(hook(url, { timeout_seconds: 1 }), {
      ...surroundings(),
      sleep: () => Promise.reject(new Error('no more tries')),
    });
    expect(problems[0]!.message).toContain('no more tries');
    const gone = await send(hook('http://127.0.0.1:9'));
    expect(gone.problems[0]!.message).toMatch(/ECONNREFUSED.*after 4 attempts/);
  });

  it('read no more of an answer than it takes', async () => {
    const { url } = await serve({ status: 200, body: 'x'.repeat(3 << 20) });
    expect((await send(hook(url))).problems[0]!.message).toContain('the answer is longer than 1 MiB');
  });

  it('tell no secret, whatever the other side answers', async () => {
    const { url } = await serve({ status: 400, body: `bad signature by ${ENV.OVOSCOPE_WEBHOOK_SECRET}` });
    const text = JSON.stringify((await send(hook(url))).problems);
    expect(text).toContain('bad signature by ***');
    expect(text).not.toContain(ENV.OVOSCOPE_WEBHOOK_SECRET);
  });

  it('send nothing without a secret that they need, and one that fails costs the others nothing', async () => {
    const { url, seen } = await serve({ status: 204 });
    const tables = [
      hook('http://127.0.0.1:9'),
      hook(url, { name: 'soc', secret_env: 'MISSING' }),
      hook(url),
      hook(url, { enabled: false }),
    ];
    const problems = await deliver(tables, { results: results(), files }, undefined, surroundings());
    expect(problems.map(({ code }) => code)).toEqual(['DESTINATION_FAILED', 'DESTINATION_SECRET']);
    expect(problems[1]!.message).toBe('nothing was sent to soc: the environment has no MISSING');
    expect(seen).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('gets the head of the analysis, signed', async () => {
    const { url, seen } = await serve({ status: 200 });
    const { problems } = await send(
      { kind: 'webhook', url: `${url}/hook?a=1`, token_env: 'TOKEN' },
      surroundings({ ...ENV, TOKEN: 't0ken' }),
    );
    expect(problems).toEqual([]);
    const [request] = seen;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/hook?a=1',
      headers: { authorization: 'Bearer t0ken', 'content-type': 'application/json' },
    });
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request!.headers['x-ovoscope-signature']))!;
    expect(Number(t)).toBe(NOW / 1000);
    expect(v1).toBe(createHmac('sha256', ENV.OVOSCOPE_WEBHOOK_SECRET).update(`${t}.${request!.body}`).digest('hex'));
    expect(JSON.parse(request!.body)).toMatchObject({
      kind: 'analysis',
      key: deliveryKey(results()),
      sample: { name: 'Rechnung_11-2026.exe' },
      verdict: { band: 'malicious' },
      reports: [{ name: 'report.json' }, {}, {}],
    });
  });
});

describe('S3', () => {
  it('signs as AWS documents it', () => {
    // Examples of "Signature Calculations for the Authorization Header" in the S3 API reference.
    const credentials = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
    const time = new Date('2013-05-24T00:00:00Z');
    const empty = createHash('sha256').digest('hex');
    const of = (method: string, url: string, headers: { [name: string]: string }, bodyHash = empty) =>
      signed({ method, url: new URL(url), headers, bodyHash }, credentials, 'us-east-1', time)['authorization']!.split(
        'Signature=',
      )[1];
    expect(of('GET', 'https://examplebucket.s3.amazonaws.com/test.txt', { range: 'bytes=0-9' })).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    expect(of('GET', 'https://examplebucket.s3.amazonaws.com/?lifecycle=', {})).toBe(
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    expect(of('GET', 'https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J', {})).toBe(
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
    const body = createHash('sha256').update('Welcome to Amazon S3.').digest('hex');
    const put = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };
    expect(of('PUT', 'https://examplebucket.s3.amazonaws.com/test%24file.text', put, body)).toBe(
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
  });

  it('gets every report, with its hash signed', async () => {
    const { url, seen } = await serve({ status: 200 });
    const { problems } = await send({ kind: 's3', url, bucket: 'reports', prefix: 'a/b', region: 'eu-central-1' });
    expect(problems).toEqual([]);
    const key = deliveryKey(results());
    expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      `PUT /reports/a/b/${key}/report.json`,
      `PUT /reports/a/b/${key}/csv/a%20b%2Bc.csv`,
      `PUT /reports/a/b/${key}/empty.txt`,
    ]);
    for (const { headers, body, url: path } of seen) {
      expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update(body).digest('hex'));
      const again = signed(
        {
          method: 'PUT',
          url: new URL(path, url),
          headers: { 'content-type': headers['content-type']! },
          bodyHash: headers['x-amz-content-sha256'] as string,
        },
        { accessKey: ENV.AWS_ACCESS_KEY_ID, secretKey: ENV.AWS_SECRET_ACCESS_KEY },
        'eu-central-1',
        new Date(NOW),
      );
      expect(headers.authorization).toBe(again['authorization']);
    }
    expect(seen[0]!.body).toBe('{"a": "ä"}');
    expect(JSON.stringify(seen)).not.toContain(ENV.AWS_SECRET_ACCESS_KEY);
  });
});

describe('Elasticsearch', () => {
  it('gets pairs of action and document, and says what it refused', async () => {
    const { url, seen } = await serve(
      { status: 200, body: '{"errors":false,"items":[]}' },
      { status: 200, body: '{"errors":true,"items":[{"index":{"error":{"type":"mapper","reason":"no"}}}]}' },
    );
    const table = { kind: 'elasticsearch', url: `${url}/es/`, index: 'malware', api_key_env: 'KEY' };
    const own = surroundings({ KEY: 'abcdef' });
    expect((await send(table, own)).problems).toEqual([]);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/es/_bulk',
      headers: { authorization: 'ApiKey abcdef', 'content-type': 'application/x-ndjson' },
    });
    const lines = seen[0]!.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length % 2).toBe(0);
    expect(lines[0]).toMatchObject({ index: { _index: 'malware' } });
    expect((await send(table, own)).problems[0]!.message).toContain('documents were refused: mapper: no');
  });
});

describe('a folder', () => {
  it('gets copies of the reports, and nothing goes through a link in it', async () => {
    const root = temporaryFolder('destination');
    expect((await send({ kind: 'file', folder: root })).problems).toEqual([]);
    const place = join(root, deliveryKey(results()));
    for (const { name, path } of files) expect(readFileSync(join(place, name))).toEqual(readFileSync(path));
    const trap = temporaryFolder('trap');
    mkdirSync(join(trap, deliveryKey(results())));
    symlinkSync(root, join(trap, deliveryKey(results()), 'csv'));
    expect((await send({ kind: 'file', folder: trap })).problems[0]!.message).toContain('is a symlink');
  });
});

describe('MongoDB (a server of our own that speaks its wire protocol)', () => {
  const server = new MongoServer();
  let url = '';
  beforeAll(async () => {
    url = `mongodb://127.0.0.1:${await server.start()}/?directConnection=true`;
  });
  afterAll(() => server.stop());

  it('keeps one document for each analysis', async () => {
    const table = { kind: 'mongodb', url_env: 'MONGO', timeout_seconds: 10 };
    const hostile = results();
    hostile.strings = ['a\0b', '\ud800', '__proto__'];
    hostile.network!['$where'] = { 'a.b': 1n };
    for (let i = 0; i < 2; i++) expect((await send(table, surroundings({ MONGO: url }), hostile)).problems).toEqual([]);
    expect([...server.documents.keys()]).toEqual([deliveryKey(hostile)]);
    const [document] = [...server.documents.values()];
    expect(document).toMatchObject({
      sample: { name: 'Rechnung_11-2026.exe' },
      report: { strings: ['a\ufffdb', '\ufffd', '__proto__'], network: { $where: { 'a.b': 1 } } },
    });
    expect(document!['report'].behavior.processes[0]).toMatchObject({ calls: [], calls_total: expect.any(Number) });
    server.refuse = { code: 13, errmsg: 'not authorized' };
    expect((await send(table, surroundings({ MONGO: url }))).problems[0]!.message).toContain('not authorized');
    server.refuse = undefined;
  });

  it('leaves out the largest parts of what does not fit, and says which', async () => {
    const large = results();
    large.strings = Array.from({ length: 300 }, (_, i) => `${i}`.repeat(20_000));
    const { problems } = await send({ kind: 'mongodb', url_env: 'MONGO' }, surroundings({ MONGO: url }), large);
    expect(problems).toMatchObject([
      { code: 'DESTINATION_LEFT_OUT', message: expect.stringContaining('lacks strings') },
    ]);
    expect([...server.documents.values()].at(-1)!['left_out']).toEqual(['strings']);
  });
});

describe('PostgreSQL', async () => {
  const server = await startPostgres();
  const postgres = 'missing' in server ? undefined : (server as PostgresServer);
  afterAll(() => postgres?.stop());

  it.skipIf(postgres === undefined)('keeps one row for each analysis (needs PostgreSQL)', async () => {
    const url = await postgres!.newLocation();
    const hostile = results();
    hostile.strings = ['a\0b', '\ud800', "'; DROP TABLE ovoscope_reports; --"];
    const table = { kind: 'postgres', url_env: 'PG' };
    for (let i = 0; i < 2; i++) expect((await send(table, surroundings({ PG: url }), hostile)).problems).toEqual([]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query('SELECT key, name, band, score, report FROM ovoscope_reports');
      expect(rows).toMatchObject([
        {
          key: deliveryKey(hostile),
          name: 'Rechnung_11-2026.exe',
          band: 'malicious',
          report: { strings: ['a\ufffdb', '\ufffd', expect.any(String)] },
        },
      ]);
    } finally {
      await client.end();
    }
    const wrong = await send(table, surroundings({ PG: 'postgres://someone:hunter22@127.0.0.1:9/x' }));
    expect(wrong.problems[0]!.code).toBe('DESTINATION_FAILED');
    expect(JSON.stringify(wrong.problems)).not.toContain('hunter22');
  });
});

describe('the configuration of destinations', () => {
  it('says everything that is wrong with it', () => {
    const { problems, config } = parseConfig(
      '[[destinations]]\nkind = "webhook"\nurl = "ftp://x"\nsecret = "x"\n[[destinations]]\nkind = "ftp"\n[[destinations]]\nkind = "s3"\nurl = "https://user:pass@s3.example"\n',
      'ovoscope.toml',
      '/p/ovoscope.toml',
    );
    expect(problems.map(({ message }) => message.replace(/^[^ ]+ /, ''))).toEqual([
      'destinations.url is "ftp://x", but should be an http or https URL without a name and a password in it',
      'unknown option "destinations.secret"',
      `destinations.kind is "ftp", but should be ${DESTINATION_KINDS.join(', ')}`,
      'destinations.url is "https://user:pass@s3.example", but should be an http or https URL without a name and a password in it',
      'destinations.bucket is nothing, but should be the name of a bucket',
    ]);
    expect(config.destinations).toHaveLength(3);
  });

  it('is documented: every kind with its options', () => {
    const page = textOf('docs/destinations.md');
    for (const kind of DESTINATION_KINDS) {
      expect(page).toContain(`\`${kind}\``);
      for (const option of Object.keys(optionsOfKind(kind)!))
        expect(page, `${kind} ${option}`).toContain(`\`${option}\``);
    }
    const [, toml = ''] = /```toml\n([\s\S]*?)```/.exec(page)!;
    const { problems, config } = parseConfig(toml, 'ovoscope.toml', '/p/ovoscope.toml');
    expect(problems).toEqual([]);
    expect(config.destinations.map(({ kind }) => kind).sort()).toEqual([...DESTINATION_KINDS].sort());
  });
});
