import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from 'ovoscope';
import { expect, test } from 'vitest';
import { lookupServer } from '../../tests/support/lookup-server.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, readSharedJson } from '../../tests/support/shared-data.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { familyWords, reportOfV2, reportOfV3 } from './_virustotal_report.ts';
import VirusTotal from './virustotal.ts';

const SHA256 = 'a'.repeat(64);
const target = { category: 'file', file: { sha256: SHA256, md5: 'b'.repeat(32) } } as NonNullable<Results['target']>;
const KEY = 'secret-key';

const V2 = {
  ...{ response_code: 1, verbose_msg: 'Scan finished', resource: SHA256, scan_date: '2018-02-23 20:40:56' },
  ...{ permalink: 'https://www.virustotal.com/file/x', positives: 1, total: 2 },
  scans: {
    'F-Prot': { detected: false, version: '4', result: null, update: '20180223' },
    'Not.A.Virus': { detected: true, version: '1', result: 'Win32/Tnega.VaVXKXB', update: '20180223' },
  },
};
const V3 = {
  data: {
    ...{ id: SHA256, type: 'file', links: { self: 'x' } },
    attributes: {
      last_analysis_date: 1519418456,
      last_analysis_stats: { malicious: 1, undetected: 1, 'type-unsupported': 1 },
      last_analysis_results: {
        A: {
          category: 'malicious',
          engine_name: 'A',
          engine_version: '1',
          result: 'Trojan.Emotet',
          engine_update: '2018',
        },
        B: { category: 'undetected', engine_name: 'B', engine_version: '1', result: null, engine_update: '2018' },
        C: { category: 'type-unsupported', engine_name: 'C', engine_version: '1', result: null, engine_update: '2018' },
      },
    },
  },
};

const run = (options: { [name: string]: unknown }, results: Results = { target }) =>
  runModule(VirusTotal, memoryTask({}), {
    results,
    options: { key: KEY, cache: temporaryFolder('lookups'), per_minute: 0, timeout: 5, ...options },
  });
const codes = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code);

test('off unless it is configured, and then it needs a key', async () => {
  expect(new VirusTotal().enable).toBe(false);
  const { value, problems } = await run({ key: '' });
  expect([value, codes({ problems })]).toEqual([undefined, ['LOOKUP_NO_KEY']]);
});

test('version 2', async () => {
  const { url, asked } = await lookupServer(() => V2);
  const { value, problems } = await run({ url, version: 2 });
  expect(problems).toEqual([]);
  expect(asked.map((each) => [each.method, each.url])).toEqual([
    ['GET', `/file/report?resource=${SHA256}&apikey=${KEY}`],
  ]);
  const { permalink, scan_date, scans } = V2;
  expect(value).toEqual({
    ...{ positives: 1, total: 2, permalink, scan_date, normalized: ['Tnega', 'VaVXKXB'] },
    scans: {
      'F-Prot': { ...scans['F-Prot'], normalized: [] },
      Not_A_Virus: { ...scans['Not.A.Virus'], normalized: ['Tnega', 'VaVXKXB'] },
    },
    summary: { positives: 1, permalink, scan_date },
  });
});

test('version 3', async () => {
  const { url, asked } = await lookupServer(() => V3);
  const { value, problems } = await run({ url });
  expect(problems).toEqual([]);
  expect(asked.map((each) => [each.method, each.url, each.headers['x-apikey']])).toEqual([
    ['GET', `/files/${SHA256}`, KEY],
  ]);
  expect(value).toMatchObject({
    ...{ positives: 1, total: 2, scan_date: '2018-02-23 20:40:56', normalized: ['Emotet'] },
    permalink: `https://www.virustotal.com/gui/file/${SHA256}`,
    scans: { A: { detected: true, result: 'Trojan.Emotet', normalized: ['Emotet'] }, B: { detected: false } },
  });
});

test('a URL', async () => {
  const { url, asked } = await lookupServer(() => V3);
  await run({ url }, { target: { category: 'url', url: 'http://a.example/?b' } });
  expect(asked[0]?.url).toBe(`/urls/${Buffer.from('http://a.example/?b').toString('base64url')}`);
});

test('nothing known is an answer', async () => {
  const error = { summary: { error: 'resource has not been scanned yet' } };
  const v2 = await lookupServer(() => ({ response_code: 0, resource: SHA256, verbose_msg: 'not among the finished' }));
  expect(await run({ url: v2.url, version: 2 })).toEqual({ value: error, problems: [] });
  const v3 = await lookupServer((_, response) => {
    response.statusCode = 404;
    return { error: { code: 'NotFoundError', message: 'x' } };
  });
  expect(await run({ url: v3.url })).toEqual({ value: error, problems: [] });
});

test('without a sample it is not asked', async () => {
  const { url, asked } = await lookupServer(() => V3);
  expect(await run({ url }, { target: { category: 'file', file: {} } })).toEqual({ value: undefined, problems: [] });
  expect(asked).toEqual([]);
});

test('the key may stand in the environment', async () => {
  process.env['OVOSCOPE_TEST_KEY'] = 'from-there';
  const { url, asked } = await lookupServer(() => V3);
  await run({ url, key: '', key_env: 'OVOSCOPE_TEST_KEY' });
  delete process.env['OVOSCOPE_TEST_KEY'];
  expect(asked[0]?.headers['x-apikey']).toBe('from-there');
});

test('an answer is kept for a while, without the key and for the user alone', async () => {
  const { url, asked } = await lookupServer(() => V2);
  const cache = join(temporaryFolder('lookups'), 'below');
  const first = await run({ url, cache, version: 2 });
  expect(await run({ url, cache, version: 2 })).toEqual(first);
  expect(asked).toHaveLength(1);
  const [name] = readdirSync(cache);
  expect(readFileSync(join(cache, name!), 'utf8')).not.toContain(KEY);
  expect(statSync(join(cache, name!)).mode & 0o077).toBe(0);
  writeFileSync(join(cache, name!), '{"status": 2');
  expect(await run({ url, cache, version: 2 })).toEqual(first);
  await run({ url, cache, version: 2, cache_hours: 0 });
  expect(asked).toHaveLength(3);
});

test.each<[string, Parameters<typeof lookupServer>[0], object, string]>([
  ['a wrong key', (_, response) => void response.writeHead(401).end(), {}, 'status 401 (is the key right?)'],
  ['too many questions', (_, response) => void response.writeHead(429).end(), {}, 'status 429'],
  ['no JSON', (_, response) => void response.end('<html>'), {}, 'no JSON'],
  ['JSON that is no report', () => [1], {}, 'no report'],
  ['an answer that is too long', () => 'x'.repeat(2000), { answer_bytes: 1000 }, 'longer than 1000 bytes'],
  ['no answer', () => undefined, { timeout: 1 }, 'in time'],
  ['a closed connection', (_, response) => void response.destroy(), {}, 'fetch failed'],
  ['another place', (_, response) => void response.writeHead(302, { location: '/x' }).end(), {}, 'redirect'],
])('a failure is a problem: %s', async (_name, answer, options, told) => {
  const { url } = await lookupServer(answer);
  const { value, problems } = await run({ url, ...options });
  expect(value).toBeUndefined();
  expect(codes({ problems })).toEqual(['LOOKUP_FAILED']);
  expect(problems[0]!.message).toContain(told);
});

test('nobody there, and an address that is none', async () => {
  expect(codes(await run({ url: 'http://127.0.0.1:1' }))).toEqual(['LOOKUP_FAILED']);
  const { problems } = await run({ url: 'ftp://user:word@x/' });
  expect(problems).toMatchObject([{ code: 'LOOKUP_BAD_URL' }]);
  expect(problems[0]!.message).not.toContain('word');
});

test('a cancelled run ends', async () => {
  const { url } = await lookupServer(() => undefined);
  const options = { url, key: KEY, cache_hours: 0 };
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(runModule(VirusTotal, memoryTask({}), { results: { target }, options, signal })).rejects.toThrow(
    'enough',
  );
});

test('engines named as object members, and values of other kinds', () => {
  const scans = JSON.parse('{"__proto__": {"detected": true, "result": 5}, "constructor": null}') as object;
  const report = reportOfV2({ scans, positives: 'many' })!;
  expect(Object.keys(report.scans)).toEqual(['__proto__', 'constructor']);
  expect([report.positives, report.total]).toEqual([1, 2]);
  for (const json of [null, 5, [], {}, { data: [] }]) {
    expect([reportOfV2(json), reportOfV3(json, 'x')]).toEqual([undefined, undefined]);
  }
});

test('words of a name', () => {
  expect(familyWords('Win32/Tnega.VaVXKXB')).toEqual(['Tnega', 'VaVXKXB']);
  expect(familyWords('Trojan.Generic.d41d8cd9')).toEqual([]);
});

describeShared("VirusTotal's own answers", () => {
  test('in reports of CuckooDroid', () => {
    const { virustotal } = readSharedJson('3-reports/cuckoodroid-1.2/anthonyjr2_46.json.gz') as {
      virustotal: { positives: number; total: number; scans: object };
    };
    const report = reportOfV2(virustotal)!;
    expect([report.positives, report.total]).toEqual([virustotal.positives, virustotal.total]);
    expect(Object.values(report.scans).filter((scan) => scan.detected)).toHaveLength(virustotal.positives);
  });
});
