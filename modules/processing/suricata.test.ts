import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessingTester } from 'ovoscope/testing';
import { afterAll, describe, expect, it, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { ethernet, ip4, pcap, udp } from '../../tests/support/capture-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Suricata from './suricata.ts';

const FLOW = {
  timestamp: '2021-03-23T12:38:46.389794+0000',
  flow_id: 1792040230122146,
  src_ip: '192.168.122.171',
  src_port: 54460,
  dest_ip: '192.168.122.1',
  dest_port: 53,
  proto: 'UDP',
};
const SEEN = {
  src_ip: '192.168.122.171',
  src_port: 54460,
  dst_ip: '192.168.122.1',
  dst_port: 53,
  timestamp: '2021-03-23T12:38:46.389794+0000',
};
const line = (kind: string, fields: unknown, more = {}) =>
  `${JSON.stringify({ ...FLOW, event_type: kind, [kind]: fields, ...more })}\n`;
const alert = (fields: object) => line('alert', { signature: 'ET TROJAN x', signature_id: 7, ...fields });
const noise = { ...SEEN, protocol: 'UDP', category: 'undefined', severity: 3, ignored: true };
const dns = { ...SEEN, id: 9, rrname: 'a.example', rrtype: 'A', rcode: null, answers: [] };
const none = { alerts: [], tls: [], http: [], files: [], dns: [] };

const EVE = [
  alert({ gid: 1, rev: 2, action: 'allowed', category: 'A Network Trojan was detected', severity: 1 }),
  alert({ signature_id: 2200074, signature: 'SURICATA TCPv4 invalid checksum' }),
  alert({ signature: 'SURICATA STREAM bad window' }),
  line('tls', { subject: 'CN=x', issuerdn: 'CN=y', fingerprint: 'aa:bb', version: 'TLS 1.2', ja3: { hash: 'cc' } }),
  line('http', {
    http_method: 'GET',
    hostname: 'a.example',
    url: '/x',
    status: 200,
    http_refer: '<unknown>',
    length: 5,
  }),
  line('dns', { type: 'query', id: 9, rrname: 'a.example', rrtype: 'A' }),
  line('dns', {
    version: 2,
    type: 'answer',
    id: 9,
    rrname: 'a.example',
    rrtype: 'A',
    rcode: 'NOERROR',
    answers: [{ rrname: 'a.example', rrtype: 'A', ttl: 60, rdata: '192.0.2.1' }],
  }),
  line('dns', { version: 3, type: 'request', id: 9, queries: [{ rrname: 'a.example', rrtype: 'A' }] }),
  line(
    'fileinfo',
    { filename: '/x.exe', magic: 'PE32', md5: 'dd', size: 12, file_id: 3, state: 'CLOSED' },
    { http: { hostname: 'a.example', url: '/x.exe' } },
  ),
  line('flow', { bytes_toserver: 5 }),
  line('stats', { uptime: 5 }),
].join('');

const http = { method: 'GET', hostname: 'a.example', url: '/x', status: '200' };
const file = { id: 3, filesize: 12, filename: '/x.exe', hostname: 'a.example', uri: '/x.exe', md5: 'dd', sha1: null };
const FOUND = {
  alerts: [
    {
      ...{ ...SEEN, sid: 7, protocol: 'UDP', category: 'A Network Trojan was detected', signature: 'ET TROJAN x' },
      ...{ severity: 1, gid: 1, rev: 2, action: 'allowed' },
    },
    { ...noise, sid: 2200074, signature: 'SURICATA TCPv4 invalid checksum' },
    { ...noise, sid: 7, signature: 'SURICATA STREAM bad window' },
  ],
  tls: [{ ...SEEN, fingerprint: 'aa:bb', issuer: 'CN=y', version: 'TLS 1.2', subject: 'CN=x', ja3: 'cc' }],
  http: [{ ...SEEN, ...http, content_type: null, user_agent: null, referer: null, length: 5 }],
  files: [{ ...file, magic: 'PE32', referer: null, state: 'CLOSED' }],
  dns: [
    { ...dns, type: 'query' },
    {
      ...{ ...dns, type: 'answer', rcode: 'NOERROR' },
      answers: [{ name: 'a.example', type: 'A', data: '192.0.2.1', ttl: 60 }],
    },
    { ...dns, type: 'request' },
  ],
};

new ProcessingTester().run(Suricata, {
  gives: [
    { name: "Cuckoo's place", files: { 'suricata/eve.json': EVE }, results: { suricata: FOUND }, problems: [] },
    { name: "CAPE's place", files: { 'logs/eve.json': EVE }, results: { suricata: FOUND }, problems: [] },
    {
      name: 'the files of an old log',
      files: {
        'suricata/files-json.log':
          '{"timestamp":"x","http_uri":"/x.exe","http_host":"a.example","filename":"/x.exe","magic":"PE32","md5":"dd","id":3,"size":12}\n',
      },
      results: { suricata: { ...none, files: [{ ...file, magic: 'PE32', referer: null }] } },
      problems: [],
    },
  ],
  survives: [
    { name: 'no log', files: {}, results: {}, problems: [] },
    {
      name: 'lines that are none',
      files: {
        'suricata/eve.json': `{"event_type":\n[]\nnull\n{}\n\n${'['.repeat(90_000)}\n${alert({ severity: 2 })}`,
      },
      problems: ['IDS_LINES'],
    },
    {
      name: 'a line that is too long, and values of other kinds',
      files: {
        'suricata/eve.json': `"${'x'.repeat(2 << 20)}"\n${line('alert', { signature: {}, severity: 'high', signature_id: [] })}${line('dns', [])}${line('tls', { ja3: 5 })}`,
      },
      problems: ['IDS_LINES'],
    },
    {
      name: 'more than is kept',
      files: { 'suricata/eve.json': alert({}).repeat(3) },
      options: { count: 1 },
      problems: ['IDS_TOO_MANY'],
    },
  ],
});

test('what is good is kept, and a severity always given', async () => {
  const log = `{"event_type":\n${alert({ severity: 'high' })}${alert({ severity: 2 })}${alert({ severity: 0 })}`;
  const { value, problems } = await runModule(Suricata, memoryTask({ 'suricata/eve.json': log }));
  expect(value!.alerts.map(({ severity }) => severity)).toEqual([3, 2, 3]);
  expect(problems).toMatchObject([{ code: 'IDS_LINES', where: { file: 'suricata/eve.json', line: 1 } }]);
});

test('what is ignored is an option', async () => {
  const { value } = await runModule(Suricata, memoryTask({ 'suricata/eve.json': EVE }), {
    options: { ignored_sids: [7], ignored_texts: [] },
  });
  expect(value!.alerts.map(({ ignored }) => ignored)).toEqual([true, undefined, true]);
});

test('survives any file', () =>
  expectSurvives(Suricata, { files: { 'suricata/eve.json': EVE }, problems: ['IDS_LINES'] }));

const QUESTION = Buffer.from('1234010000010000000000000161076578616d706c650000010001', 'hex');
const CAPTURE = pcap([ethernet(0x800, ip4(udp(QUESTION, 40_000, 53), { protocol: 17 }))]);

describe('Suricata where it is installed', () => {
  const isInstalled = spawnSync('suricata', ['-V']).status === 0;
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const rules = join(folder, 'own.rules');
  writeFileSync(
    rules,
    'alert dns any any -> any any (msg:"a name was asked for"; dns.query; content:"."; sid:7; rev:2;)\n',
  );
  const run = (options: object) =>
    runModule(Suricata, memoryTask({ 'dump.pcap': CAPTURE }), { options: { rules, ...options } });

  it.runIf(isInstalled)(
    'is run over the capture, with the rules that are named',
    async () => {
      const { value, problems } = await run({ program: 'suricata' });
      expect(problems).toEqual([]);
      expect(value!.alerts).not.toHaveLength(0);
      for (const alert of value!.alerts) expect(alert).toMatchObject({ sid: 7, rev: 2, severity: 3, protocol: 'UDP' });
      expect(value!.dns.map(({ rrname }) => rrname)).toContain('a.example');
    },
    60_000,
  );

  it.runIf(isInstalled)(
    'tells what it says of rules that are wrong',
    async () => {
      writeFileSync(join(folder, 'wrong.rules'), 'alert nonsense\n');
      const { value, problems } = await run({ program: 'suricata', rules: join(folder, 'wrong.rules') });
      expect(value?.alerts ?? []).toEqual([]);
      expect(problems.length + (value ? 1 : 0)).toBeGreaterThan(0);
    },
    60_000,
  );

  it('is a problem where it is not there', async () => {
    const { value, problems } = await run({ program: join(folder, 'absent') });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'PROGRAM_NOT_STARTED' }]);
  });
});
