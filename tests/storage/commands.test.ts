import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { openStore } from '../../src/storage/store.ts';
import { decision, MD5 } from './store.cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'ovoscope-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
let store: string;
beforeEach(() => {
  store = join(folder, `${++count}.db`);
});

async function run(...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const streams = { stdout, stderr } as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };
  const env = { OVOSCOPE_STORE: store, NO_COLOR: '1' };
  const code = await main(argv, { ...streams, env, on: () => {}, off: () => {} });
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('blacklist', () => {
  test('add, list, show and remove', async () => {
    const added = await run(
      'blacklist',
      'add',
      MD5,
      'hxxp://evil[.]example/x',
      '192.0.2[.]7',
      '--reason',
      'case\t12',
      '--expires',
      '30d',
    );
    expect(added).toEqual({ code: 0, out: '3 entries added, 0 updated\n', err: '' });
    const listed = await run('blacklist', 'list');
    expect(listed.out).toMatch(/hash {4}– {7}d41d8cd98f00b204e9800998ecf8427e {2}\(by hand; until /);
    expect(listed.out).toContain('192[.]0[.]2[.]7');
    expect(listed.out).toContain('hxxp://evil[.]example/x');
    expect(listed.err).toContain('3 entries in');
    const shown = await run('blacklist', 'show', '192.0.2.7');
    expect(shown.out).toContain('by hand   case⟦U+0009⟧12');
    expect(JSON.parse((await run('blacklist', 'show', MD5, '--json')).out)).toMatchObject({
      value: MD5,
      manual: true,
      whitelisted: null,
      sightings: [],
    });
    expect(await run('blacklist', 'remove', MD5, '192.0.2.7')).toMatchObject({ code: 0, out: '2 entries removed\n' });
    expect(await run('blacklist', 'remove', MD5)).toMatchObject({
      code: 10,
      err: expect.stringContaining('STORE_NO_ENTRY'),
    });
    expect((await run('blacklist', 'show', MD5)).code).toBe(10);
  });

  test('show tells everything an entry is based on, and nothing of it reaches the terminal as it was', async () => {
    const opened = await openStore(store);
    const matched = ['evil\u001b[31m', ...Array.from({ length: 20 }, (_, i) => `m${i}`)];
    await opened.blacklist.record([decision({ reasons: [{ ...decision().reasons[0]!, matched, group_id: 3 }] })]);
    await opened.close();
    const { out } = await run('blacklist', 'show', MD5);
    expect(out).toContain('score     2.5, threshold 2.0');
    expect(out).toContain('rules/a.json:7, group 3');
    expect(out).toContain('matched  evil⟦U+001B⟧[31m');
    expect(out).toContain('… and 11 more');
    expect(out).toContain('analysis-1');
    expect(out).not.toContain('\u001b');
  });

  test('list in a format prints what export prints, and shows whitelisted entries only to people', async () => {
    await run('blacklist', 'add', 'www.ours.example', 'evil.example');
    await run('whitelist', 'add', 'ours.example', '--owner', 'us');
    expect((await run('blacklist', 'list')).out).toContain(
      '(by hand; whitelisted by ours.example, us: stays out of exports)',
    );
    const listed = await run('blacklist', 'list', '--format', 'plain');
    expect(listed.out).toBe('evil.example\n# left out: 1 whitelisted\n');
    expect(listed.err).toContain('1 entry exported; left out: 1 whitelisted');
    expect(listed.err).toContain('whitelisted: www.ours.example (ours.example, us)');
    expect((await run('blacklist', 'export', '--no-comments')).out).toBe('evil.example\n');
  });

  test('refuses what is whitelisted', async () => {
    await run('whitelist', 'add-private');
    const { code, out, err } = await run('blacklist', 'add', '10.0.0.1', '192.0.1.1');
    expect({ code, out }).toEqual({ code: 12, out: '1 entry added, 0 updated, 1 not entered\n' });
    expect(err).toContain('10.0.0.1 was not entered: the whitelist covers it (10.0.0.0/8, private (RFC 1918))');
  });

  test.each([
    ['a value that looks like nothing', ['add', 'wpad'], 'STORE_UNKNOWN_TYPE'],
    ['a value that is not of its type', ['show', 'x', '--type', 'ip'], 'STORE_VALUE'],
    ['a type there is not', ['list', '--type', 'mutex'], 'there is no type "mutex"'],
    ['a format there is not', ['export', '--format', 'xml'], 'there is no format "xml"'],
    ['an import format there is not', ['import', 'x', '--format', 'stix'], 'there is no import of "stix"'],
    ['a time there is not', ['list', '--since', 'yesterday'], 'STORE_DURATION'],
    ['a store there is not', ['list', '--store', 'mysql://h/d'], 'STORE_LOCATION'],
    ['several files on standard output', ['export', '--format', 'suricata'], 'EXPORT_NEEDS_FOLDER'],
  ])('%s is wrong usage', async (_, argv, message) => {
    const { code, err, out } = await run('blacklist', ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test('export writes a file or a folder', async () => {
    await run('blacklist', 'add', MD5, 'evil.example', '192.0.2.7');
    const out = join(folder, `out${count}`);
    expect(await run('blacklist', 'export', '--format', 'suricata', '--out', out)).toMatchObject({ code: 0, out: '' });
    expect(readdirSync(out).sort()).toEqual([
      'ovoscope-domain.lst',
      'ovoscope-ip.lst',
      'ovoscope-md5.lst',
      'ovoscope.rules',
    ]);
    await run('blacklist', 'export', '--format', 'stix', '--out', join(out, 'b.json'));
    expect(JSON.parse(readFileSync(join(out, 'b.json'), 'utf8')).objects).toHaveLength(4);
    await run('blacklist', 'export', '--format', 'csv', '--out', out);
    expect(existsSync(join(out, 'blacklist.csv'))).toBe(true);
    const list = await run('blacklist', 'export', '--format', 'suricata', '--type', 'ip');
    expect(list.out).toBe('192.0.2.7\n');
  });

  test('import takes what export wrote, and what people write', async () => {
    await run('blacklist', 'add', MD5, 'evil.example', '--reason', 'mine');
    const json = file('export.json', (await run('blacklist', 'export', '--format', 'json')).out);
    const csv = file('export.csv', (await run('blacklist', 'export', '--format', 'csv')).out);
    for (const from of [json, csv]) {
      store = join(folder, `${++count}.db`);
      expect(await run('blacklist', 'import', from)).toMatchObject({ code: 0, out: '2 entries added, 0 updated\n' });
      expect((await run('blacklist', 'show', MD5)).out).toContain('by hand   mine');
    }
    const plain = file('plain.txt', `# theirs\n${MD5}\nwhat is this\n192.0.2.9\n`);
    const mixed = await run('blacklist', 'import', plain);
    expect(mixed).toMatchObject({ code: 12, out: '1 entry added, 1 updated, 1 not entered\n' });
    expect(mixed.err).toContain('plain.txt, line 3: "what is this" looks like none of');
    expect((await run('blacklist', 'show', '192.0.2.9')).out).toContain('imported from');
    store = join(folder, `${++count}.db`);
    expect(await run('blacklist', 'import', plain, '--strict')).toMatchObject({ code: 12, out: '' });
    expect((await run('blacklist', 'list')).out).toBe('');
    expect(await run('blacklist', 'import', join(folder, 'none'))).toMatchObject({
      code: 12,
      err: expect.stringContaining('IMPORT_UNREADABLE'),
    });
  });

  test('a damaged store is told', async () => {
    writeFileSync(store, 'no database\n'.repeat(500));
    expect(await run('blacklist', 'list')).toMatchObject({ code: 12, err: expect.stringContaining('STORE_DAMAGED') });
  });
});

describe('whitelist', () => {
  test('add, add-private, list and remove', async () => {
    expect(await run('whitelist', 'add', '10.0.0.0/8', 'Example[.]com', '--owner', 'a')).toMatchObject({
      code: 0,
      out: '2 entries added, 0 updated\n',
    });
    expect((await run('whitelist', 'add-private')).out).toMatch(/^\d\d entries added, 0 updated\n$/);
    expect((await run('whitelist', 'list')).out).toMatch(/^subnet {2}10\.0\.0\.0\/8 {12}a /m);
    expect(JSON.parse((await run('whitelist', 'list', '--json')).out)).toContainEqual(
      expect.objectContaining({ kind: 'domain', value: 'example.com', owner: 'a' }),
    );
    expect(await run('whitelist', 'remove', 'example.com', 'fe80::/10')).toMatchObject({
      code: 0,
      out: '2 entries removed\n',
    });
    expect(await run('whitelist', 'remove', 'example.com')).toMatchObject({
      code: 10,
      err: expect.stringContaining('STORE_NO_ENTRY'),
    });
  });

  test.each([
    [['10.0.0.1/8', '--owner', 'a'], 'Write 10.0.0.0/8 for the network, or 10.0.0.1/32 for the one address.'],
    [['10.0.0.0/40', '--owner', 'a'], 'not a network in CIDR'],
    [['http://e.example/', '--owner', 'a'], 'a URL; enter its host'],
    [['10.0.0.0/8', '--owner', ' '], 'the owner cannot be kept: it is empty'],
    [['10.0.0.0/8'], "required option '--owner <name>' not specified"],
  ])('add %j is wrong usage', async (argv, message) => {
    const { code, err } = await run('whitelist', 'add', ...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('lists', () => {
  test('load and list', async () => {
    const list = file('list.txt', '192.0.2.1\n192.0.2.2\nwhat\n');
    const loaded = await run('lists', 'load', list, '--category', 'C&C', '--source', 'mine');
    expect(loaded).toMatchObject({
      code: 0,
      out: 'mine (C&C): 2 entries\n',
      err: expect.stringContaining('LIST_SKIPPED_LINES'),
    });
    expect((await run('lists', 'list')).out).toMatch(/^C&C {11}mine {18}2 /);
    expect(JSON.parse((await run('lists', 'list', '--json')).out)).toMatchObject([{ category: 'C&C', entries: 2 }]);
    const empty = file('empty.txt', '');
    expect(await run('lists', 'load', empty, '--category', 'C&C', '--source', 'mine')).toMatchObject({ code: 12 });
    const meant = await run('lists', 'load', empty, '--category', 'C&C', '--source', 'mine', '--allow-empty');
    expect(meant).toMatchObject({ code: 0, out: 'mine (C&C): 0 entries\n' });
    expect(await run('lists', 'load', join(folder, 'none'), '--category', 'c', '--source', 's')).toMatchObject({
      code: 12,
      err: expect.stringContaining('LIST_CONTENT'),
    });
  });

  test('refresh fetches what the configuration names, and nothing else', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(request.url === '/bad' ? 500 : 200).end('192.0.2.1\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const section = (source: string) =>
      `[[lists]]\nsource = "${source}"\ncategory = "C&C"\nurl = "${base}/${source}"\n`;
    const config = file('lists.toml', section('good') + section('bad'));
    const all = await run('lists', 'refresh', '--config', config);
    expect(all).toMatchObject({
      code: 12,
      out: 'good (C&C): 1 entry\n',
      err: expect.stringContaining('/bad answered 500'),
    });
    expect(await run('lists', 'refresh', '--config', config, '--source', 'good')).toMatchObject({ code: 0 });
    expect(asked).toEqual(['/good', '/bad', '/good']);
    expect((await run('lists', 'list')).out).toContain('failed 20');
    expect(await run('lists', 'refresh', '--config', config, '--source', 'other')).toMatchObject({ code: 2 });
    const twice = file('twice.toml', section('good') + section('good'));
    expect(await run('lists', 'refresh', '--config', twice)).toMatchObject({
      code: 2,
      err: expect.stringContaining('twice'),
    });
    expect(await run('lists', 'refresh', '--config', file('none.toml', ''))).toMatchObject({
      code: 2,
      err: expect.stringContaining('LIST_NO_SOURCES'),
    });
    server.close();
  });
});

test('the configuration can name the store', async () => {
  const config = file('store.toml', 'store = "named.db"\n');
  const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
  const streams = { stdout, stderr } as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };
  const argv = ['blacklist', 'add', MD5, '--config', config];
  expect(await main(argv, { ...streams, env: {}, on: () => {}, off: () => {} })).toBe(0);
  expect(existsSync(join(folder, 'named.db'))).toBe(true);
});
