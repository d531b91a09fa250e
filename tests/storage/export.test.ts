import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { exportBlacklist } from '../../src/storage/export/export-blacklist.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../src/storage/export/types.ts';
import { writeExportFiles } from '../../src/storage/export/write-files.ts';
import { readImport } from '../../src/storage/import.ts';
import { parseCsv } from '../../src/storage/parse-csv.ts';
import { openStore, type Store } from '../../src/storage/store.ts';
import type { BlacklistQuery, Decision } from '../../src/storage/types.ts';
import { conversation, ethernet, ip4, pcap, udp } from '../support/capture-writer.ts';
import { decision, entriesOf, MD5 } from './store.cases.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const LATER = new Date('2026-12-24T00:00:00.000Z');
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const folder = mkdtempSync(join(tmpdir(), 'ovoscope-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function storeWith(decisions: Decision[]): Promise<Store> {
  const store = await openStore(':memory:', { now: () => NOW });
  onTestFinished(() => store.close());
  const recorded = await store.blacklist.record(decisions);
  expect(recorded.refused).toEqual([]);
  return store;
}

async function exported(store: Store, format: ExportFormat, query: BlacklistQuery = {}) {
  const done = await exportBlacklist(store, { format, query, generated: NOW });
  const files: { [file: string]: string } = {};
  for await (const { file, text } of done.pieces) files[file] = (files[file] ?? '') + text;
  return { files, text: Object.values(files).join(''), count: done.count(), leftOut: done.leftOut };
}

/** One of everything, with what each format has to mind. */
const everything = (): Decision[] => [
  decision(),
  decision({ value: SHA256, score: '-1.5', expires: LATER }),
  decision({ value: 'a'.repeat(40) }),
  decision({ value: 'b'.repeat(128) }),
  decision({ type: 'ip', value: '192.0.2.7', analysis: '=HYPERLINK("http://e")' }),
  decision({ type: 'ip', value: '2001:db8::7' }),
  decision({ type: 'domain', value: 'bücher.example' }),
  decision({ type: 'domain', value: '_dmarc.a-b.example' }),
  decision({ type: 'url', value: "http://user:p'w@Evil.example:8080/a'b;c|d?q=\\\"&x='#frag" }),
  decision({ type: 'url', value: 'https://evil.example/' }),
  decision({ type: 'url', value: `http://evil.example/${'x'.repeat(300)}` }),
  decision({ type: 'url', value: 'http://[2001:db8::9]/a b' }),
];

describe('every format', () => {
  test.each(EXPORT_FORMATS)('%s leaves out what is whitelisted or has lapsed, and says so', async (format) => {
    const store = await storeWith([
      decision({ type: 'domain', value: 'stays-in.example' }),
      decision({ type: 'domain', value: 'www.ours-alone.example' }),
      decision({ type: 'ip', value: '198.51.100.77' }),
      decision({ type: 'url', value: 'http://198.51.100.78/secret-path' }),
      decision({ type: 'domain', value: 'lapsed-name.example', expires: new Date(NOW.getTime()) }),
    ]);
    await store.whitelist.add(['ours-alone.example', '198.51.100.0/24'], 'us-owner');
    const { text, count, leftOut } = await exported(store, format);
    expect(count).toBe(1);
    expect(leftOut).toMatchObject({ whitelisted: 3, expired: 1 });
    expect(text).not.toMatch(/ours-alone|198\.51\.100|secret-path|lapsed-name|us-owner/);
    if (format === 'json') expect(JSON.parse(text).left_out).toEqual({ whitelisted: 3, expired: 1, evidence: 0 });
    if (format === 'plain' || format === 'suricata') expect(text).toMatch(/# left out: 3 whitelisted, 1 expired/i);
  });

  test.each(EXPORT_FORMATS)('%s has no evidence that names something whitelisted', async (format) => {
    const hidden = ['198.51.100.77', 'www.ours-alone.example', 'f'.repeat(64)];
    const wrapped = hidden.flatMap((name) => [
      name,
      `${name}:443`,
      `GET http://${name}/x`,
      `"${name.toUpperCase()}"`,
      `a=${name}&b`,
      `x,${name}.`,
    ]);
    const reason = { ...decision().reasons[0]!, matched: [...wrapped, 'harmless'], values: ['198.51.100.77', '*'] };
    const store = await storeWith([
      decision({ reasons: [reason], analysis: 'see www.ours-alone.example' }),
      ...hidden.map((name, i) => decision({ value: `${i}`.repeat(32), reasons: [{ ...reason, matched: [name] }] })),
    ]);
    await store.blacklist.addManual([{ type: 'hash', value: MD5, reason: 'called 198.51.100.77 at noon' }]);
    await store.whitelist.add(['ours-alone.example', '198.51.100.0/24', hidden[2]!], 'us');
    const { text, leftOut } = await exported(store, format);
    expect(leftOut.thinned).toBe(4);
    for (const name of hidden) expect(text.toLowerCase()).not.toContain(name);
    if (format === 'json') {
      const [first] = JSON.parse(text).entries.filter((entry: { value: string }) => entry.value === MD5);
      expect(first.reasons[0]).toMatchObject({ matched: ['harmless'], values: ['*'], matched_total: 19, left_out: 19 });
      expect(first).toMatchObject({ analysis: null, manual_reason: null });
    }
  });

  test('no whitelisted word leaves, wherever it stands', async () => {
    const hidden = fc.constantFrom('10.11.12.13', 'fd00::dead:beef', 'inner.corp.example', '0f'.repeat(32));
    const noise = fc.string({ unit: fc.constantFrom(...' ab.:/-_"\'<>=&?;,[]()\\\n\0é0'), maxLength: 6 });
    const evidence = fc.tuple(noise, hidden, noise).map((parts) => parts.join(' '));
    const store = await storeWith([]);
    await store.whitelist.add(['10.0.0.0/8', 'fd00::/8', 'corp.example', '0f'.repeat(32)], 'us');
    await fc.assert(
      fc.asyncProperty(fc.array(evidence, { minLength: 1, maxLength: 4 }), async (matched) => {
        await store.blacklist.remove('hash', MD5);
        await store.blacklist.record([decision({ reasons: [{ ...decision().reasons[0]!, matched }] })]);
        const { text } = await exported(store, 'json');
        expect(text).not.toMatch(/10\.11\.12\.13|dead:beef|corp\.example|(?:0f){32}/);
      }),
      { numRuns: 100 },
    );
  });

  test.each(EXPORT_FORMATS)('%s of the same blacklist is the same text', async (format) => {
    const [a, b] = [await storeWith(everything()), await storeWith(everything().reverse())];
    expect(await exported(a, format)).toEqual(await exported(b, format));
  });

  test.each(EXPORT_FORMATS)('%s of an empty blacklist is still one of its kind', async (format) => {
    const { text, count } = await exported(await storeWith([]), format);
    expect(count).toBe(0);
    if (['json', 'stix', 'misp'].includes(format)) expect(() => JSON.parse(text)).not.toThrow();
    else if (format === 'csv') expect(text).toMatch(/^type,value,[a-z_,]+\n$/);
    else expect(text.split('\n').every((line) => line === '' || line.startsWith('#'))).toBe(true);
  });

  test('takes type and time as they are asked for', async () => {
    const store = await storeWith([
      decision({ seen: new Date('2026-11-01') }),
      decision({ type: 'ip', value: '192.0.2.1', seen: new Date('2026-11-01') }),
      decision({ type: 'ip', value: '192.0.2.2', seen: new Date('2026-11-21') }),
    ]);
    expect((await exported(store, 'plain', { type: 'ip' })).count).toBe(2);
    expect((await exported(store, 'plain', { type: 'ip', since: new Date('2026-11-20') })).files).toEqual({
      'blacklist.txt': '192.0.2.2\n# left out: nothing\n',
    });
  });
});

describe('plain', () => {
  test('has one value a line, as it is compared elsewhere', async () => {
    const { text } = await exported(await storeWith(everything()), 'plain');
    const lines = text.trimEnd().split('\n').slice(0, -1);
    expect(lines).toHaveLength(12);
    expect(lines).toContain('xn--bcher-kva.example');
    expect(lines).toContain("http://user:p'w@evil.example:8080/a'b;c|d?q=\\%22&x=%27");
    expect(lines.every((line) => /^[\x21-\x7e]+$/.test(line))).toBe(true);
  });
});

describe('csv', () => {
  test('is read back as it was', async () => {
    const store = await storeWith(everything());
    const [header, ...rows] = [...parseCsv((await exported(store, 'csv')).text)];
    expect(header?.cells[1]).toBe('value');
    expect(rows.map((row) => row.cells[1])).toEqual((await entriesOf(store)).map((entry) => entry.value));
    expect(rows.every((row) => row.cells.length === header?.cells.length)).toBe(true);
    const address = rows.find((row) => row.cells[1] === '192.0.2.7');
    expect(address?.cells).toContain(`'=HYPERLINK("http://e")`);
    expect(rows.find((row) => row.cells[1] === SHA256)?.cells[2]).toBe('-1.5');
  });

  test('has no cell that a spreadsheet would calculate', async () => {
    const store = await storeWith([decision()]);
    const odd = fc.string({ unit: fc.constantFrom(...'=+-@|\t\r\n \'",;a1\uff1d\0'), minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(odd, async (reason) => {
        await store.blacklist.addManual([{ type: 'hash', value: MD5, reason }]);
        const { text } = await exported(store, 'csv');
        // One line a row, so that tools that split lines read it too.
        expect(text.split('\n')).toHaveLength(3);
        const cell = [...parseCsv(text)][1]!.cells[8]!;
        // A plain number, such as a score, may be negative.
        if (!/^-?\d+(?:\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@|\uff1d]/);
      }),
    );
  });
});

describe('json', () => {
  test('brings an equal blacklist into another store', async () => {
    const store = await storeWith(everything());
    await store.blacklist.addManual([{ type: 'ip', value: '192.0.2.99', reason: 'by hand', expires: LATER }]);
    const { text } = await exported(store, 'json');
    const { entries, refused } = readImport(text, { file: 'x', reason: 'r', now: NOW });
    expect(refused).toEqual([]);
    const other = await storeWith([]);
    await other.blacklist.restore(entries);
    expect(await entriesOf(other)).toEqual(await entriesOf(store));
  });
});

describe('stix', () => {
  test('is a bundle as STIX 2.1 demands', async () => {
    const { text } = await exported(await storeWith(everything()), 'stix');
    const bundle = JSON.parse(text);
    const validate = new Ajv2020({ allErrors: true }).compile(STIX_MUSTS);
    validate(bundle);
    expect(validate.errors).toBeNull();
    const ids = bundle.objects.map((object: { id: string }) => object.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const object of bundle.objects) {
      expect(object.modified >= object.created).toBe(true);
      if (object.type !== 'indicator') continue;
      expect(ids).toContain(object.created_by_ref);
      if (object.valid_until) expect(object.valid_until > object.valid_from).toBe(true);
    }
    expect(bundle.objects.filter((object: { valid_until?: string }) => object.valid_until)).toHaveLength(1);
  });

  test('names hashes and quotes text as patterns demand', async () => {
    const { text } = await exported(await storeWith(everything()), 'stix');
    const patterns = JSON.parse(text).objects.flatMap((object: { pattern?: string }) => object.pattern ?? []);
    expect(patterns).toEqual(
      expect.arrayContaining([
        `[file:hashes.MD5 = '${MD5}']`,
        `[file:hashes.'SHA-1' = '${'a'.repeat(40)}']`,
        `[file:hashes.'SHA-256' = '${SHA256}']`,
        `[file:hashes.'SHA-512' = '${'b'.repeat(128)}']`,
        "[ipv4-addr:value = '192.0.2.7']",
        "[ipv6-addr:value = '2001:db8::7']",
        "[domain-name:value = 'xn--bcher-kva.example']",
        "[url:value = 'http://user:p\\'w@evil.example:8080/a\\'b;c|d?q=\\\\%22&x=%27']",
      ]),
    );
  });

  test('keeps the id of an indicator that changes, and another for another', async () => {
    const before = JSON.parse((await exported(await storeWith([decision()]), 'stix')).text);
    const after = JSON.parse((await exported(await storeWith([decision({ seen: NOW, score: '9' })]), 'stix')).text);
    expect(after.objects[1].id).toBe(before.objects[1].id);
    expect(after.objects[1].modified).not.toBe(before.objects[1].modified);
    expect(after.id).not.toBe(before.id);
    // Others keep what was exported before.
    expect(before.objects[1].id).toBe('indicator--ea043820-0176-54c4-b2ae-cd8ce1f9cd5e');
  });

  const schemas = process.env['OVOSCOPE_STIX_SCHEMAS'];
  const why = 'set OVOSCOPE_STIX_SCHEMAS to the folder `schemas` of oasis-open/cti-stix2-json-schemas';
  test.skipIf(!schemas || !existsSync(schemas))(`passes OASIS' own schemas (${why})`, async () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
    for (const file of readdirSync(schemas!, { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.json')) ajv.addSchema(JSON.parse(readFileSync(join(schemas!, file), 'utf8')));
    }
    const base = 'http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/';
    const { text } = await exported(await storeWith(everything()), 'stix');
    const bundle = JSON.parse(text);
    const check = (schema: string, object: unknown) => {
      const validate = ajv.getSchema(base + schema)!;
      validate(object);
      expect(validate.errors).toBeNull();
    };
    check('common/bundle.json', bundle);
    for (const object of bundle.objects) check(`sdos/${object.type}.json`, object);
    expect(ajv.getSchema(`${base}sdos/indicator.json`)!({ ...bundle.objects[1], pattern: undefined })).toBe(false);
  });
});

describe('misp', () => {
  test('is an event of the core format', async () => {
    const store = await storeWith(everything());
    const { Event: event } = JSON.parse((await exported(store, 'misp')).text);
    expect(event).toMatchObject({
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      date: '2026-11-20',
      timestamp: String(Date.parse('2026-11-20T12:00:00Z') / 1000),
      threat_level_id: '2',
      analysis: '2',
      distribution: '0',
      published: false,
      attribute_count: '12',
    });
    expect(event.Attribute).toHaveLength(12);
    const kinds = new Map(event.Attribute.map((one: { value: string }) => [one.value, one]));
    expect(kinds.get(MD5)).toMatchObject({
      type: 'md5',
      category: 'Payload delivery',
      to_ids: true,
      comment: 'score 2.5, threshold 2.0; rules: mutex',
      first_seen: '2026-11-20T12:00:00.000000+00:00',
    });
    expect(kinds.get('2001:db8::7')).toMatchObject({ type: 'ip-dst', category: 'Network activity' });
    expect(kinds.get('https://evil.example/')).toMatchObject({ type: 'url', category: 'Network activity' });
    expect(new Set(event.Attribute.map((one: { uuid: string }) => one.uuid)).size).toBe(12);
  });
});

describe('suricata', () => {
  test('has lists that its rules load, and rules as the engine reads them', async () => {
    const { files, leftOut } = await exported(await storeWith(everything()), 'suricata');
    const rules = files['ovoscope.rules']!.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    for (const rule of rules) expect(rule).toMatch(RULE);
    const sids = rules.map((rule) => /sid:(\d+);/.exec(rule)![1]);
    expect(new Set(sids).size).toBe(sids.length);
    const loaded = rules.flatMap((rule) => /(?:load |file(?:md5|sha1|sha256):)([\w.-]+\.lst)/.exec(rule)?.[1] ?? []);
    expect(new Set(loaded)).toEqual(new Set(Object.keys(files).filter((file) => file.endsWith('.lst'))));
    expect(files['ovoscope-md5.lst']).toBe(`${MD5}\n`);
    expect(files['ovoscope-ip.lst']).toBe('192.0.2.7\n2001:db8::7\n');
    const domains = files['ovoscope-domain.lst']!.trimEnd().split('\n');
    expect(domains.map((line) => Buffer.from(line, 'base64').toString())).toEqual([
      '_dmarc.a-b.example',
      'xn--bcher-kva.example',
    ]);
    expect([...leftOut.unsupported.values()]).toEqual([1, 1, 1]);
  });

  test('writes URLs so that no character of theirs is syntax', async () => {
    const { files } = await exported(await storeWith(everything()), 'suricata', { type: 'url' });
    const rule = files['ovoscope.rules']!.split('\n').find((line) => line.includes('a|27|b'));
    expect(rule).toContain('http.host; content:"evil.example"; bsize:12;');
    expect(rule).toContain('http.uri.raw; content:"/a|27|b|3B|c|7C|d|3F|q|3D 5C 25|22|26|x|3D 25|27"; bsize:');
  });

  test('keeps the number of a URL’s rule when others come and go', async () => {
    const of = (text: string) => /http\.uri\.raw; content:"\/7".*sid:(\d+)/.exec(text)?.[1];
    const urls = Array.from({ length: 40 }, (_, i) => decision({ type: 'url', value: `http://e.example/${i}` }));
    const all = await exported(await storeWith(urls), 'suricata');
    const one = await exported(await storeWith([urls[7]!]), 'suricata');
    expect(of(one.text)).toBeDefined();
    expect(of(all.text)).toBe(of(one.text));
  });
});

describe.runIf(spawnSync('suricata', ['-V']).status === 0)('suricata itself', () => {
  test('loads the rules and lists, and finds what is on them', async () => {
    const { files } = await exported(await storeWith(everything()), 'suricata');
    const place = mkdtempSync(join(folder, 'suricata-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const question = Buffer.concat([
      Buffer.from('123401000001000000000000', 'hex'),
      Buffer.from('\x06_dmarc\x03a-b\x07example\0\0\x01\0\x01', 'latin1'),
    ]);
    const request = ["GET /a'b;c|d?q=\\%22&x=%27 HTTP/1.1", 'Host: evil.example:8080', 'User-Agent: test', '', ''].join(
      '\r\n',
    );
    const reply = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const web = (text: string, clientPort: number) =>
      conversation(
        [
          ['>', text],
          ['<', reply],
        ],
        { clientPort, serverPort: 8080 },
      );
    const frames = [
      ethernet(0x800, ip4(udp(question, 40_000, 53), { protocol: 17 })),
      ...web(request, 41_000),
      ...web(request.replace("a'b", 'ab'), 42_000),
      ...web('GET /a%20b HTTP/1.1\r\nHost: [2001:db8::9]\r\n\r\n', 43_000),
      ethernet(0x800, ip4(udp(Buffer.from('x'), 40_001, 99), { protocol: 17, dst: '192.0.2.7' })),
    ];
    writeFileSync(join(place, 'dump.pcap'), pcap(frames));
    const run = spawnSync(
      'suricata',
      ['-k', 'none', '--runmode', 'single', '-l', place, '-r', 'dump.pcap', '-S', 'ovoscope.rules'],
      { cwd: place, encoding: 'utf8' },
    );
    expect(`${run.stdout}${run.stderr}`.split('\n').filter((line) => /^[EW]: /.test(line))).toEqual([]);
    const alerts = readFileSync(join(place, 'eve.json'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event_type: string; src_port: number; alert: { signature: string } })
      .filter((event) => event.event_type === 'alert');
    expect(alerts.map(({ src_port, alert }) => `${src_port} ${alert.signature}`)).toEqual([
      '40000 OVOSCOPE DNS query for a blacklisted domain',
      '41000 OVOSCOPE request of a blacklisted URL',
      '43000 OVOSCOPE request of a blacklisted URL',
      '40001 OVOSCOPE traffic to a blacklisted address',
    ]);
  }, 60_000);
});

describe('files', () => {
  async function* pieces(...texts: [string, string][]) {
    for (const [file, text] of texts) yield { file, text };
  }
  const inFolder = (name: string) => (file: string) => join(folder, name, file);

  test('appear whole, and those of last time that are no more are removed', async () => {
    const pathOf = inFolder('a');
    await writeExportFiles(pieces(['x', '1'], ['y', '2'], ['x', '3']), ['x', 'y', 'z'], pathOf);
    expect(readFileSync(pathOf('x'), 'utf8')).toBe('13');
    writeFileSync(pathOf('mine'), 'stays');
    await writeExportFiles(pieces(['x', '4']), ['x', 'y', 'z'], pathOf);
    expect(readdirSync(join(folder, 'a')).sort()).toEqual(['mine', 'x']);
  });

  test('of last time stay when the export breaks', async () => {
    const pathOf = inFolder('b');
    await writeExportFiles(pieces(['x', 'old']), ['x'], pathOf);
    async function* breaking() {
      yield { file: 'x', text: 'new' };
      throw new Error('cut');
    }
    await expect(writeExportFiles(breaking(), ['x'], pathOf)).rejects.toMatchObject({ code: 'EXPORT_TARGET' });
    expect(readdirSync(join(folder, 'b'))).toEqual(['x']);
    expect(readFileSync(pathOf('x'), 'utf8')).toBe('old');
  });

  test('in a place that cannot be written are told', async () => {
    writeFileSync(join(folder, 'file'), '');
    const writing = writeExportFiles(pieces(['x', '1']), ['x'], inFolder('file'));
    await expect(writing).rejects.toMatchObject({ code: 'EXPORT_TARGET' });
  });
});

const HTTP_URI = 'http\\.uri\\.raw; content:"[^";\\\\]+"; bsize:\\d+';
const MATCHES = [
  'dns\\.query; dataset:isset,[\\w-]+,type string,load [\\w.-]+',
  'tls\\.sni; dataset:isset,[\\w-]+,type string,load [\\w.-]+',
  'http\\.host; dataset:isset,[\\w-]+,type string,load [\\w.-]+',
  'ip\\.dst; dataset:isset,[\\w-]+,type ip,load [\\w.-]+',
  'file(?:md5|sha1|sha256):[\\w.-]+',
  `http\\.host; content:"[^";\\\\]+"; bsize:\\d+; ${HTTP_URI}`,
];
const RULE = new RegExp(
  `^alert [a-z-]+ any any -> any any \\(msg:"[^";\\\\]+"; (?:${MATCHES.join('|')}); classtype:[a-z-]+; sid:\\d+; rev:1;\\)$`,
);

/** What sections 2, 3.2, 4.7 and 8 of the STIX 2.1 standard demand of what we write. */
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const timestamp = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z$' };
const common = { spec_version: { const: '2.1' }, created: timestamp, modified: timestamp };
const STIX_MUSTS = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'id', 'objects'],
  properties: {
    type: { const: 'bundle' },
    id: { type: 'string', pattern: `^bundle--${uuid}$` },
    objects: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: [
          {
            type: 'object',
            additionalProperties: false,
            required: ['type', 'spec_version', 'id', 'created', 'modified', 'name'],
            properties: {
              ...common,
              type: { const: 'identity' },
              id: { type: 'string', pattern: `^identity--${uuid}$` },
              name: { type: 'string', minLength: 1 },
              identity_class: { enum: ['individual', 'group', 'system', 'organization', 'class', 'unknown'] },
            },
          },
          {
            type: 'object',
            additionalProperties: false,
            required: ['type', 'spec_version', 'id', 'created', 'modified', 'pattern', 'pattern_type', 'valid_from'],
            properties: {
              ...common,
              type: { const: 'indicator' },
              id: { type: 'string', pattern: `^indicator--${uuid}$` },
              created_by_ref: { type: 'string', pattern: `^identity--${uuid}$` },
              name: { type: 'string' },
              description: { type: 'string' },
              indicator_types: { type: 'array', minItems: 1, items: { const: 'malicious-activity' } },
              pattern: {
                type: 'string',
                pattern:
                  "^\\[(?:file:hashes\\.(?:MD5|'SHA-(?:1|256|512)')|(?:ipv4-addr|ipv6-addr|domain-name|url):value) = '(?:[^'\\\\]|\\\\['\\\\])+'\\]$",
              },
              pattern_type: { const: 'stix' },
              pattern_version: { const: '2.1' },
              valid_from: timestamp,
              valid_until: timestamp,
            },
          },
        ],
      },
    },
  },
};
