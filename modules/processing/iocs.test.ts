import { readdirSync } from 'node:fs';
import type { Ioc, Results } from 'ovoscope';
import { given } from 'ovoscope/testing';
import { describe, expect, it, test } from 'vitest';
import { importReport } from '../../src/analysis/import-report.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import Iocs from './iocs.ts';

const run = (results: Results, options = {}) => runModule(Iocs, memoryTask({}), { results, options });
const iocs = async (results: Results, options = {}) => (await run(results, options)).value;
/** `domain foo.ru (resolved network.dns)`, with `~` for noise. */
const lines = (list: Ioc[]) =>
  list.map(({ kind, value, seen, noise }) => {
    const places = seen.map(({ role, where }) => `${role} ${where}`).join(', ');
    return `${noise === undefined ? '' : '~'}${kind} ${value} (${places})`;
  });
const network = (fields: object) => ({ network: { http: [], udp: [], hosts: [], dns: [], tcp: [], ...fields } });

test('nothing comes of nothing', async () => {
  expect(await run({})).toEqual({ value: [], problems: [] });
});

describe('the network', () => {
  it('look-ups and answers, as Cuckoo 0.4 and 2 write them', async () => {
    const dns = [
      {
        request: 'Evil.RU',
        type: 'A',
        answers: [
          { type: 'A', data: '93.184.216.34' },
          { type: 'CNAME', data: 'cdn.evil.ru.' },
        ],
      },
      { hostname: 'old.ru', ip: '93.184.216.35' },
    ];
    expect(lines(await iocs(network({ dns })))).toEqual([
      'domain evil.ru (resolved network.dns)',
      'domain cdn.evil.ru (answer network.dns)',
      'domain old.ru (resolved network.dns)',
      'ip 93.184.216.34 (answer network.dns)',
      'ip 93.184.216.35 (answer network.dns)',
    ]);
  });

  it('requests, with and without a whole URL', async () => {
    const http = [{ uri: 'http://evil.ru:8080/a', host: 'evil.ru:8080', body: 'to=robin@mail.ru' }];
    const https_ex = [{ protocol: 'https', host: '93.184.216.34', uri: '/b' }];
    expect(lines(await iocs(network({ http, https_ex })))).toEqual([
      'url http://evil.ru:8080/a (requested network.http)',
      'url https://93.184.216.34/b (requested network.https_ex)',
      'domain evil.ru (requested network.http, contacted network.http)',
      'domain mail.ru (mentioned network.http)',
      'ip 93.184.216.34 (requested network.https_ex, contacted network.https_ex)',
      'email robin@mail.ru (mentioned network.http)',
    ]);
  });

  it('hosts as text and as CAPE writes them, dead ones, servers, SNI', async () => {
    const hosts = ['93.184.216.34', { ip: '2606:2800:220:1:0:0:0:1946' }, '192.168.56.1'];
    const fields = {
      hosts,
      dead_hosts: [['93.184.216.35', 443]],
      dns_servers: ['51.15.1.1'],
      tls: [{ sni: 'evil.ru' }],
    };
    expect(lines(await iocs(network(fields)))).toEqual([
      'domain evil.ru (contacted network.tls)',
      'ip 93.184.216.34 (contacted network.hosts)',
      'ip 2606:2800:220:1::1946 (contacted network.hosts)',
      '~ip 192.168.56.1 (contacted network.hosts)',
      'ip 93.184.216.35 (contacted network.dead_hosts)',
      '~ip 51.15.1.1 (dns_server network.dns_servers)',
    ]);
  });

  it('mail', async () => {
    const smtp_ex = [
      { req: { mail_from: ['<a@evil.ru>'], mail_to: ['b@good.co.uk'], mail_body: 'see http://evil.ru/x' } },
    ];
    expect(lines(await iocs(network({ smtp_ex })))).toEqual([
      'url http://evil.ru/x (mentioned network.smtp_ex)',
      'domain evil.ru (sender network.smtp_ex, mentioned network.smtp_ex)',
      'domain good.co.uk (recipient network.smtp_ex, mentioned network.smtp_ex)',
      'email a@evil.ru (sender network.smtp_ex, mentioned network.smtp_ex)',
      'email b@good.co.uk (recipient network.smtp_ex, mentioned network.smtp_ex)',
    ]);
  });

  it('addresses that only noise resolved to are noise', async () => {
    const dns = [
      { request: 'ctldl.windowsupdate.com', answers: [{ data: '93.184.216.1' }, { data: '93.184.216.2' }] },
      { request: 'evil.ru', answers: [{ data: '93.184.216.2' }] },
    ];
    const found = await iocs(network({ dns, hosts: ['93.184.216.1', '93.184.216.2'] }));
    expect(found.map(({ value, noise }) => [value, noise])).toEqual([
      ['ctldl.windowsupdate.com', 'Windows Update'],
      ['evil.ru', undefined],
      ['93.184.216.1', 'Windows Update'],
      ['93.184.216.2', undefined],
    ]);
  });
});

describe('the behavior', () => {
  it('calls, whichever monitor wrote them', async () => {
    const cuckoo = given(
      'x.exe',
      ['getaddrinfo', { hostname: 'evil.ru' }],
      ['InternetOpenUrlW', { url: 'http://evil.ru/x' }],
    );
    const cape = given(
      'x.exe',
      ['getaddrinfo', { NodeName: 'evil.ru' }],
      ['InternetOpenUrlW', { URL: 'http://evil.ru/x' }],
    );
    for (const results of [cuckoo, cape]) {
      const found = await iocs(results);
      expect(found.map(({ kind, value }) => `${kind} ${value}`).slice(0, 2)).toEqual([
        'url http://evil.ru/x',
        'domain evil.ru',
      ]);
      expect(found[1]!.seen).toContainEqual({ where: 'behavior.processes.calls', role: 'resolved' });
    }
  });

  it('lists', async () => {
    const { behavior } = given('x.exe', ['NtClose', {}]);
    const summary = {
      files: [],
      keys: [],
      mutexes: ['Global\\evil', '\\Sessions\\1\\BaseNamedObjects\\IESQMMUTEX_0_208'],
      file_written: ['C:\\Users\\lena\\a.exe', '\\??\\C:\\b.dll', '\\Device\\KsecDD', 'C:\\Windows\\Prefetch\\A.pf'],
      file_deleted: ['/tmp/x'],
      command_line: ['"C:\\a b\\c.exe" -u http://evil.ru/', 'C:\\Program Files\\x y.exe /q', 'cmd /c x'],
    };
    expect(lines(await iocs({ behavior: { ...behavior!, processes: [], summary } }))).toEqual([
      'url http://evil.ru/ (mentioned behavior.summary.command_line)',
      'domain evil.ru (mentioned behavior.summary.command_line)',
      'mutex Global\\evil (created behavior.summary.mutexes)',
      '~mutex \\Sessions\\1\\BaseNamedObjects\\IESQMMUTEX_0_208 (created behavior.summary.mutexes)',
      'path C:\\Users\\lena\\a.exe (written behavior.summary)',
      'path C:\\b.dll (written behavior.summary)',
      '~path C:\\Windows\\Prefetch\\A.pf (written behavior.summary)',
      'path /tmp/x (deleted behavior.summary)',
      'path C:\\a b\\c.exe (executed behavior.summary.command_line)',
      'path C:\\Program Files\\x y.exe (executed behavior.summary.command_line)',
    ]);
  });

  it('tells what was not searched', async () => {
    const results = given('x.exe', ['getaddrinfo', { hostname: 'one.ru' }], ['getaddrinfo', { hostname: 'two.ru' }]);
    const { behavior } = results;
    const bare = { behavior: { ...behavior!, summary: { files: [], keys: [], mutexes: [] } } };
    const { value, problems } = await run(bare, { calls: 1 });
    expect(value.map((each) => each.value)).toContain('one.ru');
    expect(value.map((each) => each.value)).not.toContain('two.ru');
    expect(problems).toMatchObject([{ code: 'IOCS_CALLS_UNREAD' }]);
  });
});

describe('files and texts', () => {
  it('hashes of the sample and of dropped files', async () => {
    const empty = { md5: 'd41d8cd98f00b204e9800998ecf8427e' };
    const sample = { sha256: 'a'.repeat(64), sha1: 'B'.repeat(40), md5: 'c'.repeat(32) };
    const results = { target: { category: 'file', file: sample }, dropped: [{ ...empty, filepath: 'C:\\x\\y' }] };
    expect(lines(await iocs(results as unknown as Results))).toEqual([
      `hash ${'a'.repeat(64)} (sample target.file)`,
      `hash ${'b'.repeat(40)} (sample target.file)`,
      `hash ${'c'.repeat(32)} (sample target.file)`,
      '~hash d41d8cd98f00b204e9800998ecf8427e (dropped dropped)',
      'path C:\\x\\y (dropped dropped)',
    ]);
  });

  it('strings, and any text below other keys', async () => {
    const results = {
      strings: [
        'http://evil.ru/a',
        'D:\\work\\evil.pdb',
        '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
        'http://ocsp.digicert.com0',
      ],
      static: { pe_versioninfo: [{ name: 'Comments', value: 'see www.evil.ru' }] },
      CAPE: { configs: [{ Family: { C2: ['93.184.216.34:443'] } }] },
    };
    expect(lines(await iocs(results as Results))).toEqual([
      'url http://evil.ru/a (mentioned strings)',
      'domain www.evil.ru (mentioned static)',
      'domain evil.ru (mentioned strings)',
      'ip 93.184.216.34 (configured CAPE.configs)',
      'wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa (mentioned strings)',
      'path D:\\work\\evil.pdb (mentioned strings)',
    ]);
  });

  it('counts, and knows each place once', async () => {
    const [url] = await iocs({ strings: ['http://evil.ru/', 'x', 'http://evil.ru/ http://evil.ru/'] });
    expect(url).toEqual({
      kind: 'url',
      value: 'http://evil.ru/',
      seen: [{ where: 'strings', role: 'mentioned' }],
      count: 3,
    });
  });
});

describe('limits', () => {
  it('of each kind', async () => {
    const { value, problems } = await run(
      { strings: ['a.evil.ru', 'b.evil.ru', 'c.evil.ru', '8.8.4.1'] },
      { count: 2 },
    );
    expect(value.map((each) => each.value)).toEqual(['a.evil.ru', 'b.evil.ru', '8.8.4.1']);
    expect(problems).toMatchObject([{ code: 'IOCS_TOO_MANY', message: expect.stringContaining('domain') }]);
  });

  it('of text', async () => {
    const { value, problems } = await run({ strings: ['a.evil.ru', 'b.evil.ru'] }, { text: 12 });
    expect(value.map((each) => each.value)).toEqual(['a.evil.ru']);
    expect(problems).toMatchObject([{ code: 'IOCS_TEXT_UNREAD', message: expect.stringContaining('strings') }]);
  });
});

test('a list of one’s own', async () => {
  const found = await iocs({ strings: ['http://cdn.corp.com/x', '8.8.4.1'] }, { safe: ['corp.com', '8.8.4.1', 7] });
  expect(found.map(({ noise }) => noise)).toEqual(Array(3).fill('on the list of the configuration'));
});

test('any shape of container', async () => {
  const odd = [null, 7, 'x', [], {}, [[]], [null, 7, 'x', { request: 7, answers: {} }]];
  for (const value of odd) {
    const all = {
      dns: value,
      domains: value,
      http: value,
      hosts: value,
      tls: value,
      smtp_ex: value,
      dead_hosts: value,
    };
    const { problems } = await run({
      network: all,
      dropped: value,
      CAPE: value,
      static: value,
      apkinfo: value,
    } as unknown as Results);
    expect(problems).toEqual([]);
  }
  const deep = JSON.parse(`${'['.repeat(5000)}"http://evil.ru/"${']'.repeat(5000)}`);
  expect(await iocs({ static: { deep } })).toEqual([]);
});

/** What people who read these reports would name first. */
const WANTED: { [report: string]: string[] } = {
  'cape-2.2/0000a65749f5902c.json.gz': [
    'url https://65.173.74.217:2083/cHOPH1oQ.php',
    'domain www.ip-adress.com',
    'ip 63.140.135.35',
    'hash 0000a65749f5902c4d82ffa701198038f0b4870b00a27cfca109f8f933476d82',
    'mutex Global\\jxoqwn',
    'path C:\\Users\\comp\\AppData\\Roaming\\Microsoft\\Jxoqwnx\\jxoqwn.exe',
  ],
  'cuckoo-0.4.2/report.json.gz': [
    'url http://t32581.nb.host-domain-lookup.com/bins/int/9kgen_up.int',
    'domain t32581.nb.host-domain-lookup.com',
    'ip 66.220.17.200',
  ],
  'cuckoodroid-1.2/anthonyjr2_50.json.gz': ['url http://192.227.137.154/request.php', 'ip 192.227.137.154'],
  'cuckoodroid-1.2/anthonyjr2_53.json.gz': ['domain api.box.appmob.cn', 'ip 211.144.151.237'],
};

describeShared('real reports', () => {
  const all = readdirSync(sharedData('3-reports'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?!index|docs_|.*(?:capa-|reportsig)).*\.json(?:\.gz)?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(sharedData('3-reports/').length))
    .sort();

  test.each(all)('%s', async (path) => {
    const report = await importReport(new FileSource(sharedData(`3-reports/${path}`)));
    try {
      const { value, problems } = await run(report.results);
      expect(problems).toEqual([]);
      const texts = value.filter(({ noise }) => noise === undefined).map(({ kind, value }) => `${kind} ${value}`);
      for (const wanted of WANTED[path] ?? []) {
        expect(
          texts.some((text) => text.startsWith(wanted)),
          wanted,
        ).toBe(true);
      }
      expect(new Set(value.map(({ kind, value }) => `${kind} ${value}`)).size).toBe(value.length);
    } finally {
      report.close();
    }
  });
});
