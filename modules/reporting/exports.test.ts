import type { Output, Reporting, Results } from 'ovoscope';
import { describe, expect, it } from 'vitest';
import { canaryResults, emptyResults, fixtureResults } from '../../tests/support/fixture-results.ts';
import { ioc } from '../../tests/support/indicators.ts';
import Cef from './cef.ts';
import Csv from './csv.ts';
import Elasticsearch from './elasticsearch.ts';
import Misp from './misp.ts';
import Navigator from './navigator.ts';
import Ndjson from './ndjson.ts';
import Splunk from './splunk.ts';
import Stix from './stix.ts';

const MODULES: [name: string, Module: new () => Reporting][] = [
  ['cef', Cef],
  ['csv', Csv],
  ['elasticsearch', Elasticsearch],
  ['misp', Misp],
  ['navigator', Navigator],
  ['ndjson', Ndjson],
  ['splunk', Splunk],
  ['stix', Stix],
];

function run(Module: new () => Reporting, results: Results, options: object = {}): Map<string, string> {
  const module = new Module();
  module.options = { ...module.defaults, ...options };
  const outputs = module.run(results) as Output[];
  return new Map(outputs.map(({ path, body }) => [path, [...(body as Iterable<string>)].join('')]));
}

// biome-ignore lint/suspicious/noExplicitAny: what other programs would read.
type Any = any;
const json = (Module: new () => Reporting, results: Results): Any => JSON.parse([...run(Module, results).values()][0]!);
const lines = (text: string): Any[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

function results(): Results {
  return {
    ...fixtureResults({ calls: 200 }),
    iocs: [
      ioc('url', "http://stage.delivery.example/a'b\\c", 'requested'),
      ioc('domain', 'stage.delivery.example', 'resolved'),
      ioc('ip', '203.0.113.77', 'contacted'),
      ioc('ip', '2001:db8::1', 'contacted'),
      ioc('email', 'a@exfil.example', 'recipient'),
      ioc('mutex', 'Global\\7c0a1f-zentrale', 'created'),
      ioc('path', 'C:\\Users\\lena\\zentrale.exe', 'written'),
      ioc('hash', 'd41d8cd98f00b204e9800998ecf8427e', 'dropped', { type: 'md5' }),
      ioc('domain', 'noise.example', 'resolved', { noise: 'is reserved' }),
      ioc('domain', 'mentioned.example', 'mentioned'),
    ],
  };
}

describe.each(MODULES)('the %s report', (name, Module) => {
  it('is off by default', () => {
    expect(new Module()).toMatchObject({ name, enable: false });
  });

  it('is the same for the same container', () => {
    expect(run(Module, results())).toEqual(run(Module, results()));
  });

  it('is made of nothing, too', () => {
    for (const [path, text] of run(Module, emptyResults())) {
      if (path.endsWith('.json') && name !== 'splunk') expect(() => JSON.parse(text)).not.toThrow();
      else if (text !== '' && name !== 'csv') expect(text).toMatch(/\n$/);
    }
  });

  it('keeps its form, whatever the sample wrote', () => {
    const hostile = '=cmd|"\'\n\r\u2028\0\ud800]}\\,|\u202e__proto__';
    const container = canaryResults(results(), (_path, text) => hostile + text);
    const plain = run(Module, results());
    for (const [path, text] of run(Module, container)) {
      if (name === 'csv') expect(text).not.toMatch(/(?:^|,)"?=|\0/m);
      else if (name === 'cef')
        for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^CEF:0\|Ovoscope\|/);
      else if (path.endsWith('.ndjson') || name === 'splunk') {
        expect(lines(text).every((record) => typeof record === 'object')).toBe(true);
      } else expect(() => JSON.parse(text)).not.toThrow();
      if (name === 'csv' && !path.includes('indicators')) {
        expect(text.split('\n')).toHaveLength(plain.get(path)!.split('\n').length);
      }
    }
  });
});

describe.each([
  ['csv', Csv],
  ['ndjson', Ndjson],
  ['splunk', Splunk],
  ['elasticsearch', Elasticsearch],
])('the option sections of %s', (_name, Module) => {
  it('names what is written', () => {
    const text = [...run(Module, results(), { sections: ['calls'] }).values()].join('');
    expect(text).toContain('NtCreateFile');
    expect(text).not.toContain('stealer_browser_credentials');
  });

  it.each([['calls'], [['secrets']], [[1]], [{}]])('refuses %j', (sections) => {
    expect(() => run(Module, results(), { sections })).toThrow('option sections is');
  });
});

describe('the STIX bundle', () => {
  const bundle = json(Stix, results());

  it('holds what the standard requires', () => {
    expect(bundle.id).toMatch(/^bundle--[0-9a-f-]{36}$/);
    const ids = new Set(bundle.objects.map(({ id }: Any) => id));
    expect(ids.size).toBe(bundle.objects.length);
    for (const object of bundle.objects) {
      expect(object.spec_version).toBe('2.1');
      expect(object.id).toMatch(
        new RegExp(`^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
      );
      if (object.type !== 'file') expect(object.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      for (const ref of [object.created_by_ref, object.sample_ref, ...(object.object_refs ?? [])]) {
        if (ref !== undefined) expect(ids).toContain(ref);
      }
    }
    expect(bundle.objects.find(({ type }: Any) => type === 'malware-analysis')).toMatchObject({
      product: 'ovoscope',
      result: 'malicious',
    });
  });

  it('has patterns, with text in quotes escaped', () => {
    const patterns = bundle.objects.flatMap(({ pattern }: Any) => pattern ?? []);
    expect(patterns).toContain(String.raw`[url:value = 'http://stage.delivery.example/a\'b\\c']`);
    expect(patterns).toContain("[ipv4-addr:value = '203.0.113.77']");
    expect(patterns).toContain("[ipv6-addr:value = '2001:db8::1']");
    expect(patterns).toContain("[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']");
    expect(patterns.join()).not.toMatch(/noise|mentioned/);
  });
});

describe('the MISP event', () => {
  const { Event: event } = json(Misp, results());

  it('is unpublished, with its attributes counted', () => {
    expect(event).toMatchObject({ published: false, distribution: '0', date: '2026-11-03', threat_level_id: '1' });
    expect(event.attribute_count).toBe(String(event.Attribute.length));
    const types = new Set(event.Attribute.map(({ type }: Any) => type));
    expect([...types].sort()).toEqual(
      ['domain', 'email-dst', 'filename', 'ip-dst', 'md5', 'mutex', 'sha1', 'sha256', 'sha512', 'url'].sort(),
    );
    expect(new Set(event.Attribute.map(({ uuid }: Any) => uuid)).size).toBe(event.Attribute.length);
  });
});

describe('the Navigator layer', () => {
  it('has each technique once, with the signatures that show it', () => {
    const layer = json(Navigator, results());
    expect(layer).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5' } });
    const ids = layer.techniques.map(({ techniqueID }: Any) => techniqueID);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(layer.techniques.find(({ techniqueID }: Any) => techniqueID === 'T1055.012')).toMatchObject({
      score: 3,
      comment: 'injection_hollow_regasm',
    });
  });
});

describe('flat files', () => {
  it('have a row for each thing', () => {
    const csv = run(Csv, results());
    expect([...csv.keys()]).toContain('csv/signatures.csv');
    expect(csv.get('csv/signatures.csv')!.split('\n')).toHaveLength(7 + 2);
    const ndjson = run(Ndjson, results());
    expect(lines(ndjson.get('ndjson/processes.ndjson')!)[0]).toMatchObject({ pid: 2388, calls: expect.any(Number) });
    expect(lines(ndjson.get('ndjson/dns.ndjson')!)[0]).toEqual({
      request: 'stage.delivery.example',
      type: 'A',
      answers: '203.0.113.77',
    });
  });

  it('make calls as they are written', () => {
    const container = fixtureResults({ calls: 1e9 });
    const module = new Ndjson();
    module.options = { sections: ['calls'] };
    const chunks = module.run(container)[0]!.body as Generator<string>;
    expect(lines(chunks.next().value as string).length).toBeGreaterThan(10);
    chunks.return(undefined);
  });
});

describe('documents for search engines', () => {
  it('are pairs of action and document, with ids that stay', () => {
    const all = lines([...run(Elasticsearch, results(), { index: 'malware-2026' }).values()][0]!);
    expect(all.length % 2).toBe(0);
    const ids = all.filter((_, i) => i % 2 === 0).map(({ index }) => index._id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(all[0].index._index).toBe('malware-2026');
    expect(all[1]).toMatchObject({ '@timestamp': '2026-11-03T09:16:02.000Z', analysis_id: ids[0], kind: 'analysis' });
  });

  it.each(['', 'Upper', '_x', 'a/b', 7])('refuse the index %j', (index) => {
    expect(() => run(Elasticsearch, results(), { index })).toThrow('option index is');
  });

  it('are events with a time for Splunk', () => {
    const [first, ...others] = lines([...run(Splunk, results()).values()][0]!);
    expect(first).toMatchObject({ time: 1793697362, sourcetype: 'ovoscope:analysis', event: { band: 'malicious' } });
    expect(others.every(({ event }) => event.analysis_id === first.event.analysis_id)).toBe(true);
  });
});

describe('CEF', () => {
  it('escapes what would end a part', () => {
    const container = results();
    container.signatures![0]!.description = 'a|b\\c\nd';
    container.verdict!.reason = 'x=1 cs9=2\n';
    const text = [...run(Cef, container).values()][0]!;
    expect(text).toContain('|a\\|b\\\\c⟦U+000A⟧d|6|');
    expect(text).toContain('msg=x\\=1 cs9\\=2⟦U+000A⟧\n');
  });
});

it.each(MODULES.filter(([name]) => ['navigator', 'stix', 'misp', 'cef'].includes(name)))(
  'the %s report is as it was',
  async (name, Module) => {
    const [[path, text]] = [...run(Module, results())] as [[string, string]];
    await expect(text).toMatchFileSnapshot(`../../tests/golden/reporting/${path}.txt`);
    expect(path).toContain(name);
  },
);
