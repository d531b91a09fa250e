import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { KeptFiles } from 'ovoscope';
import { describe, expect, it } from 'vitest';
import { OutputFolder } from '../../src/engine/output-folder.ts';
import { domains, hosts, urls, userAgents } from '../../src/query/network.ts';
import { ReportView } from '../../src/rules/report-view.ts';
import {
  conversation,
  ethernet,
  ip4,
  ip6,
  pcap,
  pcapng,
  type Said,
  tcp,
  udp,
} from '../../tests/support/capture-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { tlsSession } from '../../tests/support/tls-session.ts';
import NetworkTraffic from './network.ts';

type Entry = { [name: string]: unknown };

const run = async (
  files: { [path: string]: string | Uint8Array },
  options: Entry = {},
  facts: Parameters<typeof memoryTask>[1] = {},
) => {
  const { value, problems } = await runModule(NetworkTraffic, memoryTask(files, facts), { options });
  return { value: value as unknown as { [name: string]: Entry[] }, problems };
};
const read = async (frames: readonly Uint8Array[], options: Entry = {}) =>
  (await run({ 'dump.pcap': pcap(frames) }, options)).value;
const codes = (problems: { code: string }[]) => problems.map((problem) => problem.code);

const label = (name: string): string =>
  [...name.split('.'), ''].map((part) => String.fromCharCode(part.length) + part).join('');

/** A DNS message; `answers` are addresses. */
function dns(name: string, answers: readonly string[] = [], flags = answers.length > 0 ? 0x8180 : 0x0100): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  const records = answers.map((address) => {
    const record = Buffer.from('c00c000100010000012c000400000000', 'hex');
    record.set(address.split('.').map(Number), 12);
    return record;
  });
  return Buffer.concat([header, Buffer.from(`${label(name)}\0\x01\0\x01`, 'latin1'), ...records]);
}

const SERVER = '198.18.0.1';
const asked = (name: string) => ethernet(0x0800, ip4(udp(dns(name), 5000, 53), { protocol: 17, dst: '8.8.8.8' }));
const replied = (name: string, ...answers: string[]) =>
  ethernet(0x0800, ip4(udp(dns(name, answers), 53, 5000), { protocol: 17, src: '8.8.8.8', dst: '10.0.0.1' }));

const WEB: Said[] = [
  ['>', 'GET /gate.php?id=1 HTTP/1.1\r\nHost: evil.example\r\nUser-Agent: bot/1.0\r\n\r\n'],
  ['<', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello'],
];

describe('what there is', () => {
  it('every list, for a capture without packets', async () => {
    const { value, problems } = await run({ 'dump.pcap': pcap([]) });
    const { pcap_sha256, ...lists } = value as unknown as Entry;
    expect(pcap_sha256).toBe(createHash('sha256').update(pcap([])).digest('hex'));
    expect(lists).toEqual({
      hosts: [],
      domains: [],
      tcp: [],
      udp: [],
      icmp: [],
      icmpv6: [],
      http: [],
      tls: [],
      dns: [],
      smtp: [],
      irc: [],
      dns_servers: [],
      dead_hosts: [],
      http_ex: [],
      https_ex: [],
      smtp_ex: [],
      mitm: [],
    });
    expect(problems).toEqual([]);
  });

  it('a request, its answer, and who was asked for the name', async () => {
    const value = await read([
      asked('evil.example'),
      replied('evil.example', '203.0.113.9', '198.51.100.1'),
      ...conversation(WEB),
    ]);
    expect(value).toMatchObject({
      hosts: ['8.8.8.8'],
      domains: [{ domain: 'evil.example', ip: '203.0.113.9' }],
      dns: [
        {
          request: 'evil.example',
          type: 'A',
          answers: [
            { type: 'A', data: '203.0.113.9' },
            { type: 'A', data: '198.51.100.1' },
          ],
          hostname: 'evil.example',
          ip: '203.0.113.9',
        },
      ],
      dns_servers: ['8.8.8.8'],
      udp: [{ src: '10.0.0.1', sport: 5000, dst: '8.8.8.8', dport: 53, offset: 24, time: 0 }],
      tcp: [{ src: '10.0.0.1', sport: 40000, dst: '198.51.100.1', dport: 80 }],
      http: [
        {
          count: 1,
          host: 'evil.example',
          port: 80,
          data: WEB[0]![1],
          uri: 'http://evil.example/gate.php?id=1',
          body: '',
          path: '/gate.php?id=1',
          'user-agent': 'bot/1.0',
          version: '1.1',
          method: 'GET',
          dst: '198.51.100.1',
        },
      ],
      http_ex: [
        {
          protocol: 'http',
          host: 'evil.example',
          uri: '/gate.php?id=1',
          status: 200,
          request: 'GET /gate.php?id=1 HTTP/1.1\r\nHost: evil.example\r\nUser-Agent: bot/1.0',
          response: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5',
          resp: {
            path: null,
            md5: '5d41402abc4b2a76b9719d911017c592',
            sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
            size: 5,
            type: 'ASCII text, with no line terminators',
            head: 'hello',
          },
          sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
        },
      ],
    });
  });

  it('the files of bodies where the sandbox wrote them', async () => {
    const path = 'network/aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d';
    const { value } = await run({ 'dump.pcap': pcap(conversation(WEB)), [path]: 'hello' });
    expect(value['http_ex']).toMatchObject([{ path, resp: { path } }]);
  });

  it('sessions that keys in the analysis open, in any of three files', async () => {
    const { said, keys } = await tlsSession({
      version: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
      request: 'POST /up HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\nhi',
      response: 'HTTP/1.1 204 No Content\r\n\r\n',
    });
    const capture = pcap(conversation(said, { serverPort: 443 }));
    const [, random, master] = /CLIENT_RANDOM (\w+) (\w+)/.exec(keys)!;
    const dump = `client_random: ${random}, server_random: ${random}, master_secret: ${master}`;
    for (const [path, text] of [
      ['aux/sslkeylogfile/sslkeys.log', keys],
      ['tlsdump/tlsdump.log', dump],
      ['tlsmaster.txt', keys],
    ] as const) {
      const { value } = await run({ 'dump.pcap': capture, [path]: text });
      expect(value['https_ex'], path).toMatchObject([
        {
          protocol: 'https',
          method: 'POST',
          host: 'evil.example',
          uri: '/up',
          status: 204,
          req: { size: 2, head: 'hi' },
        },
      ]);
      expect(value['http']).toEqual([]);
      expect(value['tls']).toMatchObject([{ sni: 'test.example', version: 'TLS 1.2', decrypted: true }]);
    }
    const seen = {
      behavior: {
        summary: {
          tls_master: [
            ['zz', '', ''],
            [random!, 'ff', master!],
          ],
        },
      },
    } as never;
    const monitored = await runModule(NetworkTraffic, memoryTask({ 'dump.pcap': capture }), { results: seen });
    expect(monitored.value!['https_ex']).toHaveLength(1);
    const { value, problems } = await run({ 'dump.pcap': capture, 'tlsmaster.txt': 'nonsense\n' });
    expect(value['tls']).toMatchObject([
      {
        cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        protocol: 'http/1.1',
        certificates: [{ subject: 'CN=test.example' }],
        decrypted: false,
      },
    ]);
    expect(codes(problems)).toEqual(['NETWORK_KEY_LINES']);
  });

  it('mail, with and without its place in the documented list', async () => {
    const mail: Said[] = [
      ['<', '220 m\r\n'],
      ['>', 'EHLO me\r\n'],
      ['<', '250 m\r\n'],
      ['>', 'MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n'],
      ['<', '250 ok\r\n250 ok\r\n354 go\r\n'],
      ['>', 'Subject: x\r\n__proto__: y\r\n\r\nbody\r\n.\r\n'],
    ];
    const [plain, submission] = [
      await read(conversation(mail, { serverPort: 25 })),
      await read(conversation(mail, { serverPort: 587 })),
    ];
    expect(plain['smtp']).toMatchObject([{ dst: '198.51.100.1', raw: expect.stringMatching(/^EHLO me\r\n/) }]);
    expect(submission['smtp']).toEqual([]);
    const headers = JSON.parse('{"Subject": "x", "__proto__": "y"}');
    for (const { smtp_ex } of [plain, submission]) {
      expect(smtp_ex).toMatchObject([
        {
          protocol: 'smtp',
          req: { hostname: 'me', mail_from: ['a@b'], mail_to: ['c@d'], mail_body: 'body\r\n' },
          resp: { banner: '220 m\r\n' },
        },
      ]);
      expect((smtp_ex![0]!['req'] as Entry)['headers']).toEqual(headers);
    }
  });

  it('IRC: clients first, without the count of users', async () => {
    const irc: Said[] = [
      ['>', 'NICK a\r\n'],
      ['<', ':s 266 a :99 users\r\n:s 001 a :hi\r\n'],
      ['>', 'JOIN #x\r\n'],
    ];
    const value = await read(conversation(irc, { serverPort: 6667 }));
    expect(value['irc']).toMatchObject([
      { type: 'client', command: 'NICK', params: 'a' },
      { type: 'client', command: 'JOIN', params: '#x' },
      { type: 'server', command: '001', params: 'a :hi', prefix: 's' },
    ]);
  });

  it('lines of the proxy', async () => {
    const { value, problems } = await run({ 'mitm.log': '{"a": 1}\nnot json\n\n' });
    expect(value).toEqual({ hosts: [], tcp: [], udp: [], http: [], dns: [], mitm: [{ a: 1 }, 'not json'] });
    expect(codes(problems)).toEqual(['CAPTURE_MISSING']);
  });
});

describe('requests', () => {
  const uri = async (request: string, serverPort = 80) =>
    (await read(conversation([['>', `${request}\r\n\r\n`]], { serverPort })))['http']![0]!['uri'];

  it.each([
    ['GET /a HTTP/1.1\r\nHost: h', 80, 'http://h/a'],
    ['GET /a HTTP/1.1\r\nHost: h', 8080, 'http://h:8080/a'],
    ['GET /a HTTP/1.1\r\nHost: h:81', 8080, 'http://h:81/a'],
    ['GET /a HTTP/1.1\r\nHost: [2001:db8::1]', 8080, 'http://[2001:db8::1]:8080/a'],
    ['GET /a HTTP/1.0', 80, 'http://198.51.100.1/a'],
    ['GET http://other/a HTTP/1.1\r\nHost: other', 3128, 'http://other/a'],
    ['CONNECT other:443 HTTP/1.1', 3128, 'http://other:443/'],
    ['OPTIONS * HTTP/1.1\r\nHost: h', 80, 'http://h/*'],
  ])('%s on %i', async (request, port, expected) => {
    expect(await uri(request, port)).toBe(expected);
  });

  it('equal ones count, and bytes that cannot be printed are written as numbers', async () => {
    const one: Said = ['>', 'POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\n\x00\xffA'];
    expect((await read(conversation([one, one])))['http']).toMatchObject([
      { count: 2, body: '\\x00\\xffA', data: 'POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\n\\x00\\xffA' },
    ]);
  });
});

describe('hosts', () => {
  const to = (dst: string, src = '10.0.0.1') => ethernet(0x0800, ip4(tcp('', { flags: 'S' }), { dst, src }));
  const inside = ['0.1.2.3', '10.1.1.1', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.31.255.255', '192.0.0.1'];
  const more = [
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.19.0.1',
    '203.0.113.1',
    '224.0.0.251',
    '255.255.255.255',
  ];
  const outside = ['1.1.1.1', '100.128.0.1', '172.32.0.1', '192.0.1.1', '198.20.0.1', '223.255.255.255'];

  it('are public destinations, in the order they were met', async () => {
    expect((await read([...outside, ...inside, ...more, ...outside].map((dst) => to(dst))))['hosts']).toEqual(outside);
  });

  it('a stranger that sends something is none until it gets something', async () => {
    expect((await read([to('10.0.0.1', '1.1.1.1')]))['hosts']).toEqual([]);
    expect((await read([to('10.0.0.1', '1.1.1.1'), to('1.1.1.1')]))['hosts']).toEqual(['1.1.1.1']);
  });

  it('of IPv6, those that are routed', async () => {
    const v6 = (dst: string) => ethernet(0x86dd, ip6(tcp(''), 6, undefined, dst.padEnd(32, '0')));
    expect((await read(['fe80', 'ff02', 'fd00', '20010db8', '2a00'].map(v6)))['hosts']).toEqual(['2a00::']);
  });

  it('that never answer are dead after three tries of the same', async () => {
    const [one, two] = [to('1.1.1.1'), to('2.2.2.2')];
    const alive = ethernet(0x0800, ip4(tcp('hi'), { dst: '2.2.2.2' }));
    expect((await read([one, one, one, two, two, two, alive]))['dead_hosts']).toEqual([['1.1.1.1', 80]]);
    expect((await read([one, one]))['dead_hosts']).toEqual([]);
  });
});

describe('ICMP', () => {
  const icmp = (type: number, payload: string, src = '10.0.0.1') =>
    ethernet(
      0x0800,
      ip4(Buffer.from(`${String.fromCharCode(type, 3)}\0\0\0\0\0\0${payload}`, 'latin1'), { protocol: 1, src }),
    );

  it('echoes with their data, errors without', async () => {
    expect((await read([icmp(8, 'abc'), icmp(3, 'quoted')]))['icmp']).toEqual([
      { src: '10.0.0.1', dst: '198.51.100.1', type: 8, code: 3, data: 'abc' },
      { src: '10.0.0.1', dst: '198.51.100.1', type: 3, code: 3, data: '' },
    ]);
  });

  it('not from where results are sent, as options or the configuration of the guest say', async () => {
    const files = { 'dump.pcap': pcap([icmp(8, '', SERVER)]) };
    expect((await run(files)).value['icmp']).toHaveLength(1);
    expect((await run(files, { result_server: SERVER })).value['icmp']).toEqual([]);
    expect((await run(files, {}, { info: { ip: SERVER } })).value['icmp']).toEqual([]);
  });

  it('of version 6 has a list of its own', async () => {
    const echo = Buffer.from('80000000000000006869', 'hex');
    const value = await read([ethernet(0x86dd, ip6(echo, 58))]);
    expect(value).toMatchObject({ icmp: [], icmpv6: [{ type: 128, data: 'hi' }] });
  });
});

describe('names', () => {
  it('that say nothing about the sample are no domains, but questions', async () => {
    const names = ['time.windows.com', 'windows.com', '1.0.0.10.in-addr.arpa', 'a.example'];
    const value = await read(names.map(asked));
    expect(value['dns']!.map(({ request }) => request)).toEqual(names);
    expect(value['domains']).toEqual([
      { domain: 'windows.com', ip: '' },
      { domain: 'a.example', ip: '' },
    ]);
  });

  it('that do not exist are marked', async () => {
    const missing = ethernet(0x0800, ip4(udp(dns('no.example', [], 0x8183), 53, 5000), { protocol: 17 }));
    expect((await read([asked('no.example'), missing]))['dns']).toMatchObject([
      { request: 'no.example', rcode: 'NXDOMAIN' },
    ]);
  });

  it('over TCP too', async () => {
    const message = dns('tcp.example', ['1.2.3.4']);
    const framed = Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);
    const value = await read(conversation([['<', framed]], { serverPort: 53 }));
    expect(value['dns']).toMatchObject([{ request: 'tcp.example', ip: '1.2.3.4' }]);
  });

  it('odd ones are ordinary', async () => {
    const value = await read(['__proto__', 'constructor'].map(asked));
    expect(value['domains']!.map(({ domain }) => domain)).toEqual(['__proto__', 'constructor']);
  });
});

describe('safe-lists', () => {
  const frames = [
    asked('safe.example'),
    replied('safe.example', '1.1.1.1'),
    ethernet(0x0800, ip4(tcp('x'), { dst: '1.1.1.1' })),
    ethernet(0x0800, ip4(tcp('x'), { dst: '2.2.2.2' })),
  ];

  it('addresses are left out of everything', async () => {
    const value = await read(frames, { ip_safelist: ['2.2.2.2', '8.8.8.8'] });
    expect(value['hosts']).toEqual(['1.1.1.1']);
    expect(value['tcp']).toHaveLength(1);
    expect(value['dns_servers']).toEqual([]);
  });

  it('names only where that is asked for, from servers that are trusted', async () => {
    const list = { domain_safelist: ['safe.example'] };
    expect((await read(frames, list))['domains']).toHaveLength(1);
    const safe = await read(frames, { ...list, whitelist_dns: true });
    expect(safe).toMatchObject({ domains: [], dns: [], hosts: ['8.8.8.8', '2.2.2.2'] });
    const other = await read(frames, { ...list, whitelist_dns: true, allowed_dns: '9.9.9.9' });
    expect(other['domains']).toHaveLength(1);
  });
});

describe('problems', () => {
  it.each<[string, { [path: string]: Uint8Array }, string]>([
    ['no capture', {}, 'CAPTURE_MISSING'],
    ['an empty file', { 'dump.pcap': Buffer.alloc(0) }, 'CAPTURE_EMPTY'],
    ['half a header', { 'dump.pcap': pcap([]).subarray(0, 10) }, 'CAPTURE_TRUNCATED'],
    ['another format', { 'dump.pcap': Buffer.from('MZ this is no capture') }, 'CAPTURE_FORMAT'],
  ])('%s: nothing is claimed', async (_, files, code) => {
    const { value, problems } = await run(files);
    expect(value).toBeUndefined();
    expect(codes(problems)).toEqual([code]);
    expect(problems[0]!.where.file).toBe('dump.pcap');
  });

  it('a capture that was cut keeps what came before', async () => {
    const whole = pcap([...conversation(WEB), asked('late.example')]);
    const { value, problems } = await run({ 'dump.pcap': whole.subarray(0, whole.length - 3) });
    expect(value).toMatchObject({ http: [{ path: '/gate.php?id=1' }], dns: [] });
    expect(codes(problems)).toEqual(['CAPTURE_TRUNCATED']);
    expect((value as unknown as Entry)['pcap_sha256']).toBe(
      createHash('sha256')
        .update(whole.subarray(0, whole.length - 3))
        .digest('hex'),
    );
  });

  it('a file that cannot be opened', async () => {
    const task = memoryTask({ 'dump.pcap': pcap([]) });
    const open = () => {
      throw new Error('permission denied');
    };
    const { value, problems } = await runModule(NetworkTraffic, { ...task, open });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'CAPTURE_UNREADABLE', message: expect.stringContaining('permission denied') },
    ]);
  });

  it('lists that are full say what they leave out', async () => {
    const frames = Array.from({ length: 30 }, (_, i) =>
      ethernet(0x0800, ip4(tcp('x', { sport: 1000 + i }), { dst: `9.9.9.${i}` })),
    );
    const { value, problems } = await run({ 'dump.pcap': pcap(frames) }, { max_entries: 10 });
    expect([value['hosts'], value['tcp']].map((list) => list!.length)).toEqual([10, 10]);
    expect(problems.map(({ message }) => message)).toEqual([
      'dump.pcap: more than 10 hosts; 20 further ones were left out',
      'dump.pcap: more than 10 TCP connections; 20 further ones were left out',
    ]);
  });

  it('an abort ends it', async () => {
    const frames = Array.from({ length: 25_000 }, () => asked('a.example'));
    const running = runModule(NetworkTraffic, memoryTask({ 'dump.pcap': pcap(frames) }), {
      signal: AbortSignal.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });
});

describe('other formats', () => {
  it('pcapng gives the same, without a sorted form', async () => {
    const frames = [asked('a.example'), ...conversation(WEB)];
    const [classic, next] = [await read(frames), (await run({ 'dump.pcap': pcapng(frames) })).value];
    expect(classic).toHaveProperty('sorted_pcap_sha256');
    expect(next).not.toHaveProperty('sorted_pcap_sha256');
    for (const name of ['hosts', 'dns', 'domains']) expect(next[name]).toEqual(classic[name]);
  });

  it('sorting can be left out', async () => {
    expect(await read(conversation(WEB), { sort_pcap: false })).not.toHaveProperty('sorted_pcap_sha256');
  });
});

describe('those who read the lists', () => {
  it('queries and rules find what they look for', async () => {
    const dead = ethernet(0x0800, ip4(tcp('', { flags: 'S', dport: 4444 }), { dst: '5.5.5.5' }));
    const frames = [
      asked('evil.example'),
      replied('evil.example', '7.7.7.7'),
      ...conversation(WEB, { server: '7.7.7.7' }),
      dead,
      dead,
      dead,
    ];
    const network = (await read(frames)) as never;
    const results = { network };
    expect(domains(results)).toEqual(['evil.example']);
    expect(hosts(results)).toEqual(['8.8.8.8', '7.7.7.7', '5.5.5.5']);
    expect(urls(results)).toContain('http://evil.example/gate.php?id=1');
    expect(userAgents(results)).toEqual(['bot/1.0']);
    const view = new ReportView(results);
    expect(view.contacted()!.map(({ text }) => text)).toEqual(['8.8.8.8', '7.7.7.7', '5.5.5.5']);
    expect(view.flows('tcp')!.map(({ text, port }) => [text, port])).toEqual([['7.7.7.7', 80]]);
    expect(view.flows('udp')!.map(({ port }) => port)).toEqual([53]);
    expect(view.deadHosts()!.map(({ text }) => text)).toEqual(['5.5.5.5']);
    expect(view.requests()).toMatchObject([{ path: '/gate.php?id=1', userAgent: 'bot/1.0', addresses: ['7.7.7.7'] }]);
    expect(view.domainsOf('7.7.7.7')).toEqual(['evil.example']);
  });
});

describe('bodies', () => {
  const reply = (body: string, head = '') =>
    `HTTP/1.1 200 OK\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}` as const;
  const ask = (body = '') => `POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const packed = gzipSync('payload').toString('latin1');
  const SAID: Said[] = [
    ['>', ask('sent')],
    ['<', reply('same')],
    ['>', ask()],
    ['<', reply('same')],
    ['>', ask()],
    ['<', reply(packed, 'Content-Encoding: gzip\r\n')],
  ];
  const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

  async function keep(options: Entry, files?: (root: string) => KeptFiles) {
    const root = mkdtempSync(join(tmpdir(), 'ovoscope-test-'));
    const folder = new OutputFolder(root, true);
    try {
      const { value, problems } = await runModule(
        NetworkTraffic,
        memoryTask({ 'dump.pcap': pcap(conversation(SAID)) }),
        {
          options,
          files: files?.(root) ?? { begin: () => folder.begin('network') },
        },
      );
      folder.discard();
      const entries = (value as unknown as { http_ex: { req: Entry; resp: Entry }[] }).http_ex;
      const kept = existsSync(join(root, 'network')) ? readdirSync(join(root, 'network')).sort() : [];
      const texts = kept.map((name) => readFileSync(join(root, 'network', name), 'latin1')).sort();
      return { paths: entries.map(({ req, resp }) => [req['path'], resp['path']]), texts, problems };
    } finally {
      rmSync(root, { recursive: true });
    }
  }

  it('are put beside the reports where that is asked for, decoded, equal ones once', async () => {
    const { paths, texts, problems } = await keep({ keep_bodies: true });
    expect(problems).toEqual([]);
    expect(texts).toEqual(['payload', 'same', 'sent']);
    expect(paths).toEqual([
      [`network/${sha1('sent')}`, `network/${sha1('same')}`],
      [null, `network/${sha1('same')}`],
      [null, `network/${sha1('payload')}`],
    ]);
  });

  it('are not kept unless that is asked for', async () => {
    const { paths, texts } = await keep({});
    expect(paths.flat()).toEqual([null, null, null, null, null, null]);
    expect(texts).toEqual([]);
  });

  it.each([
    ['number', { max_bodies: 1 }, ['sent']],
    ['size', { max_body_bytes: 8 }, ['same', 'sent']],
  ])('are limited in %s, and what is left out is told', async (_, limit, kept) => {
    const { texts, problems } = await keep({ keep_bodies: true, ...limit });
    expect(texts).toEqual(kept);
    expect(codes(problems)).toEqual(['NETWORK_BODIES_REFUSED']);
  });

  it('cost nothing else where they cannot be written', async () => {
    const broken = () => ({
      begin: (): never => {
        throw new Error('the disk is full');
      },
    });
    const { paths, problems } = await keep({ keep_bodies: true }, broken);
    expect(paths).toHaveLength(3);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^NETWORK_BODIES_FAILED .*: the disk is full$/),
    ]);
  });
});
