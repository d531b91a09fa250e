import { describe, expect, it } from 'vitest';
import { callList, emptyResults, fixtureResults, sampleCall } from '../../tests/support/fixture-results.ts';
import type { Match, ProcessNode, Results } from '../plugin/container.ts';
import { reportModel, reportView } from './view-model.ts';

const match = (fields: Partial<Match>): Match => ({
  name: 'a',
  severity: 2,
  description: 'Does a',
  alert: false,
  references: [],
  data: [],
  ...fields,
});
const evidence = (...data: unknown[]) =>
  reportView({ ...fixtureResults({ calls: 100 }), signatures: [match({ data })] }).findings.findings.items[0]!;
const texts = (cells: { value: { text: string }; name?: { text: string } }[]) =>
  cells.map(({ name, value }) => (name ? `${name.text}=${value.text}` : value.text));

describe('the verdict', () => {
  it('has a band with word, shape and score, the sample and what ran', () => {
    const { strip, title } = reportView(fixtureResults());
    expect(strip).toMatchObject({
      band: { key: 'malicious', word: 'Malicious', shape: '◆' },
      score: '10.0',
      fill: 1,
      name: { text: 'Rechnung_11-2026.exe' },
      families: [{ text: 'AgentTesla' }],
      warnings: 2,
    });
    expect(title).toBe('Malicious 10.0/10: Rechnung_11-2026.exe');
    expect(strip.facts.map(({ label, value }) => `${label} ${value.text}`)).toContain('ran 124 s');
  });

  it.each([
    ['no threat found', 'clean', '■'],
    ['suspicious', 'suspicious', '▲'],
    ['inconclusive', 'inconclusive', '?'],
    ['__proto__', 'none', '!'],
  ])('shows the band %s as %s', (band, key, shape) => {
    const verdict = { score: 1, band: band as never, reason: '', ledger: [], sum: 1 };
    expect(reportView({ verdict }).strip.band).toMatchObject({ key, shape });
  });

  it('says that nothing was scored, and counts what is missing as problems', () => {
    const { strip, why, findings } = reportView(emptyResults());
    expect(strip).toMatchObject({ band: { key: 'none' }, score: undefined, warnings: 3 });
    expect(why.empty).toContain('no verdict');
    expect(findings.empty).toBe('Signatures were not run.');
  });

  it('shows the five weightiest lines, what the rest comes to, and a ledger that adds up', () => {
    const { why } = reportView(fixtureResults());
    const value = (text: string) => Number(text.replace('−', '-'));
    expect(why.top.map((line) => line.points)).toEqual(['+2.85', '+2.7', '+2.4', '+1.2', '+1.2']);
    expect(why.ledger.map((line) => value(line.exact)).reduce((a, b) => a + b)).toBeCloseTo(value(why.sum), 6);
    expect(value(why.rest.points) + why.top.reduce((sum, line) => sum + value(line.points), 0)).toBeCloseTo(
      value(why.sumShort),
      1,
    );
    expect(why).toMatchObject({ capped: true, rest: { lines: 3 } });
    expect(why.techniques.map(({ name }) => name.text)).toContain('T1055.012');
  });

  it('shows points in 64ths exactly', () => {
    const ledger = [{ signature: 'a', description: 'a', severity: 3, confidence: 100, points: 1 + 1 / 64 }];
    const view = reportView({ verdict: { score: 1, band: 'suspicious', reason: '', ledger, sum: 1 + 1 / 64 } });
    expect(view.why.ledger[0]).toMatchObject({ points: '+1.02', exact: '+1.015625' });
    expect(view.why.sum).toBe('1.015625');
  });
});

describe('indicators', () => {
  const groups = () => new Map(reportView(fixtureResults()).iocs.map((group) => [group.kind, group]));
  const values = (kind: string, part: 'items' | 'background' = 'items') =>
    groups()
      .get(kind as never)
      ?.[part].items.map((ioc) => ioc.value.text);

  it('are defanged, cited ones first', () => {
    expect(values('url')).toEqual([
      'hxxp://stage[.]delivery[.]example/a',
      'hxxp://203[.]0[.]113[.]77:8080/gate.php?id=lena',
    ]);
    expect(groups().get('url')!.items.items[0]!.findings).toEqual(['f-network_http_download']);
    expect(values('ip')).toContain('2001[:]db8[:]17[:][:]5');
    expect(values('mutex')).toEqual(['Global\\7c0a1f-zentrale']);
    expect(groups().get('sha256')!.items.total).toBe(3);
  });

  it('of the sandbox and of Windows stand apart', () => {
    expect(values('ip', 'background')).toEqual(['8[.]8[.]8[.]8', '192[.]168[.]56[.]1']);
    expect(values('domain', 'background')).toEqual(['www[.]msftncsi[.]com']);
    expect(values('mutex', 'background')).toHaveLength(3);
  });

  it('that a finding cites are never hidden among the usual ones', () => {
    const results = { ...fixtureResults(), signatures: [match({ data: ['8.8.8.8', { name: 'DBWinMutex' }] })] };
    const view = reportView(results);
    expect(view.iocs.find(({ kind }) => kind === 'ip')!.items.items[0]).toMatchObject({
      value: { text: '8[.]8[.]8[.]8' },
    });
    expect(view.iocs.find(({ kind }) => kind === 'mutex')!.items.items[0]).toMatchObject({
      value: { text: 'DBWinMutex' },
    });
  });

  it('that a module gathered are taken with what it knows of them', () => {
    const seen = (...roles: string[]) => roles.map((role) => ({ where: 'x', role }));
    const iocs = [
      { kind: 'domain', value: 'c2.example', seen: seen('mentioned', 'resolved'), count: 2 },
      { kind: 'domain', value: 'text.example', seen: seen('mentioned'), count: 1 },
      { kind: 'ip', value: '198.51.100.1', seen: seen('contacted'), count: 1, noise: 'a safe list' },
      { kind: 'wallet', value: 'bc1q', type: 'bitcoin', seen: seen('configured'), count: 1 },
      { kind: 'path', value: 'C:\\x', seen: seen('written'), count: 1 },
    ] as never;
    const shown = reportView({ iocs }).iocs.map(({ kind, items, background }) => [
      kind,
      items.items.map(({ value, note }) => `${value.text} ${note?.text}`),
      background.items.map(({ value, note }) => `${value.text} ${note?.text}`),
    ]);
    expect(shown).toEqual([
      ['domain', ['c2[.]example resolved'], ['text[.]example mentioned']],
      ['ip', [], ['198[.]51[.]100[.]1 a safe list']],
      ['wallet', ['bc1q configured'], []],
    ]);
  });

  it('say how many there are beyond the limit', () => {
    const hosts = Array.from({ length: 1_000 }, (_, i) => `198.51.${100 + (i >> 8)}.${i & 255}`);
    const network = { http: [], udp: [], dns: [], tcp: [], hosts };
    const group = reportView({ network }).iocs[0]!;
    expect([group.items.items.length, group.items.total]).toEqual([300, 1_000]);
  });
});

describe('the process tree', () => {
  it('has rows depth first, with badges and a share of the score', () => {
    const { rows } = reportView(fixtureResults()).tree;
    expect(rows.items.map((row) => [row.depth, row.pid])).toEqual([
      [0, 2388],
      [1, 2612],
      [2, 2740],
      [3, 3012],
      [4, 3100],
      [1, 2660],
      [1, 2900],
      [0, 520],
    ]);
    expect(rows.items[2]!.badges.map((badge) => badge.kind)).toEqual(['findings', 'injected', 'calls']);
    expect(rows.items[3]!.heat).toBe(4);
    expect(rows.items[6]).toMatchObject({ process: undefined, id: 'n2900-1-3' });
    expect(rows.items[6]!.badges.map((badge) => badge.text)).toEqual(['no log', 'not followed']);
  });

  it('takes a tree as deep as a sample likes', () => {
    let root: ProcessNode = { name: 'a', pid: 0, parent_id: 0, children: [] };
    for (let pid = 1; pid < 50_000; pid++) root = { name: 'a', pid, parent_id: 0, children: [root] };
    const behavior = { processes: [], processtree: [root], summary: { files: [], keys: [], mutexes: [] } };
    const { rows } = reportView({ behavior }).tree;
    expect([rows.items.length, rows.total, rows.items.at(-1)!.depth]).toEqual([2_000, 50_000, 1_999]);
  });

  it('tells processes that share a pid apart by their start', () => {
    const process = (first_seen: string) => ({
      process_id: 4,
      process_name: 'a',
      parent_id: 0,
      first_seen,
      calls: callList([]),
    });
    const node = (first_seen: string) => ({ name: 'a', pid: 4, parent_id: 0, children: [], first_seen });
    const times = ['2026-01-01 00:00:01,000', '2026-01-01 00:00:02,000'];
    const behavior = {
      processes: times.map(process),
      processtree: [...times].reverse().map(node),
      summary: { files: [], keys: [], mutexes: [] },
    };
    expect(reportView({ behavior }).tree.rows.items.map((row) => row.process)).toEqual([1, 0]);
  });
});

describe('findings', () => {
  it('are sorted by severity, then confidence', () => {
    const { findings } = reportView(fixtureResults()).findings;
    expect(findings.items.map((finding) => finding.severity.word)).toEqual([
      'high',
      'high',
      'high',
      'medium',
      'medium',
      'low',
      'low',
    ]);
    expect(findings.items[0]!.id).toBe('f-injection_hollow_regasm');
  });

  it('get an id each, also where names are equal or odd', () => {
    const signatures = [match({ name: 'a b/<' }), match({ name: 'a b/<' })];
    expect(reportView({ signatures }).findings.findings.items.map(({ id }) => id)).toEqual(['f-a_b__', 'f-a_b__.2']);
  });

  it('look up a call that evidence only points to', () => {
    const results = fixtureResults({ calls: 1_000 });
    const view = reportView({ ...results, signatures: [match({ data: [{ type: 'call', pid: 2740, cid: 3 }] })] });
    const [row] = view.findings.findings.items[0]!.evidence.items;
    expect(row).toMatchObject({ process: 2, call: 3 });
    expect(row!.cells[0]!.value.text).toBe(results.behavior!.processes[2]!.calls.at(3)!.api);
  });

  it('show equal fields as columns, different ones as pairs', () => {
    const same = evidence({ pid: 2388, file: 'a' }, { pid: 2612, file: 'b' });
    expect(same.columns.map((column) => column.text)).toEqual(['file']);
    expect(same.evidence.items.map((row) => texts(row.cells))).toEqual([['a'], ['b']]);
    const mixed = evidence({ file: 'a' }, { key: 'b' }, 'plain', 7, null, [1, { b: 2n }]);
    expect(mixed.columns).toEqual([]);
    expect(mixed.evidence.items.map((row) => texts(row.cells))).toEqual([
      ['file=a'],
      ['key=b'],
      ['plain'],
      ['7'],
      ['null'],
      ['[1,{"b":"2"}]'],
    ]);
  });

  it('keep a process name that the container does not know', () => {
    const row = evidence({ pid: 99, process: 'gone.exe', file: 'a' }).evidence.items[0]!;
    expect(row.process).toBeUndefined();
    expect(row.cells.map(({ value }) => value.text)).toEqual(['99', 'gone.exe', 'a']);
  });

  it('offer a query where evidence has an API but no call', () => {
    const row = evidence({ pid: 2388, api: 'RegSetValueExW', regkey: 'HKCU\\a "b"\u202e' }).evidence.items[0]!;
    expect(row.query).toBe(String.raw`pid:2388 api:RegSetValueExW arg:"HKCU\\a \"b\"⟦U+202E⟧"`);
  });

  it('defang by the name of the field', () => {
    const row = evidence({ host: 'evil.example', url: 'http://a.example', file: 'a.b' }).evidence.items[0]!;
    expect(row.cells.map(({ value }) => value.text)).toEqual(['evil[.]example', 'hxxp://a[.]example', 'a.b']);
  });

  it('say how much evidence there was', () => {
    const many = evidence(...Array.from({ length: 500 }, (_, i) => ({ i })));
    expect([many.evidence.items.length, many.evidence.total]).toEqual([200, 500]);
    const cut = reportView({ signatures: [match({ data: [1], markcount: 9_000 })] });
    expect(cut.findings.findings.items[0]!.evidence.total).toBe(9_000);
  });

  it('tell which calls they cite', () => {
    const results = {
      ...fixtureResults(),
      signatures: [
        match({
          data: [
            { pid: 2740, cid: 3 },
            { pid: 2388, api: 'NtClose' },
            { pid: 1, cid: 1 },
          ],
        }),
      ],
    };
    expect(reportModel(results).citations).toEqual([
      { process: 2, call: 3, api: expect.any(String) },
      { process: 0, call: undefined, api: 'NtClose' },
    ]);
  });
});

describe('lists and tables', () => {
  it('count everything and say which process a value belongs to', () => {
    const { files, registry } = reportView(fixtureResults());
    const written = files.lists.find(({ label }) => label === 'Written')!;
    expect(written.items.items.map(({ processes }) => processes)).toEqual([[3], [0], [0], [0]]);
    expect(files.lists.find(({ label }) => label === 'Moved')!.items.items[0]!.value.text).toContain('  →  ');
    expect(registry.total).toBe(221);
  });

  it('join the lists of two generations that mean the same', () => {
    const summary = { files: [], keys: [], mutexes: [], regkey_written: ['a'], write_keys: ['a', 'b'] };
    const { registry } = reportView({ behavior: { processes: [], processtree: [], summary } });
    expect(registry.lists.map(({ label, items }) => [label, items.total])).toEqual([['Written', 2]]);
  });

  it('stop at a limit and say so', () => {
    const files = Array.from({ length: 30_000 }, (_, i) => `f${i}`);
    const view = reportView({
      behavior: { processes: [], processtree: [], summary: { files, keys: [], mutexes: [] } },
    });
    expect(view.files.lists[0]!.items).toMatchObject({ total: 30_000, items: { length: 1_000 } });
  });

  it('leave out columns that no row fills, and show tables they do not know', () => {
    const network = {
      http: [],
      udp: [],
      hosts: [],
      dns: [],
      tcp: [{ src: 'a.b', dst: 'c' }],
      ja5: [{ x: 1, y: 'http://a.b' }],
    };
    const { tables, flows } = reportView({ network }).network;
    expect(flows).toMatchObject({ total: 1, items: [{ protocol: 'TCP', from: { text: 'a[.]b' }, to: { text: 'c' } }] });
    expect(tables.map(({ label, columns }) => [label, columns])).toEqual([['ja5', ['x', 'y']]]);
    expect(tables[0]!.rows.items[0]!.cells[1]!.text).toBe('hxxp://a[.]b');
  });

  it('say why they are empty', () => {
    const view = reportView(emptyResults());
    expect(view.files.empty).toContain('not recorded');
    expect(view.network.empty).toContain('not processed');
    expect(reportView({ network: { http: [], udp: [], hosts: [], dns: [], tcp: [] } }).network.empty).toBe(
      'No traffic was captured.',
    );
  });
});

describe('keys without a view of their own', () => {
  it('are shown, deep and large ones cut with a note', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 100; i++) deep = { deep };
    const results = { extra_key: { a: 1 }, huge: Array.from({ length: 10_000 }, (_, i) => i), deep } as Results;
    const { sections } = reportView(results).more;
    expect(sections.map(({ label }) => label.text)).toEqual(['extra key', 'huge', 'deep']);
    expect(sections[1]!.value).toMatchObject({ kind: 'list', total: 10_000, items: { length: 1_000 } });
    expect(JSON.stringify(sections[2]!.value)).toContain('deeper than this report goes');
  });

  it('show lists of like records as tables', () => {
    const { sections } = reportView(fixtureResults()).static;
    expect(sections.find(({ label }) => label.text === 'pe sections')!.value).toMatchObject({
      kind: 'table',
      total: 3,
    });
  });
});

describe('health', () => {
  it('shows what the sandbox concluded, for comparison', () => {
    const original = {
      malscore: 9.5,
      signatures: [
        { name: 'low', severity: 1 },
        { name: 'high', severity: 3, marks: [1, 2] },
      ],
      ttps: [{ a: 1 }],
    };
    const view = reportView({ original } as Results).health.original!;
    expect(view.facts).toEqual([{ label: 'malscore', value: { text: '9.5' } }]);
    expect(view.signatures.rows.items.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual([
      ['3', 'high', '2'],
      ['1', 'low', undefined],
    ]);
    expect(view.sections.map(({ label }) => label.text)).toEqual(['ttps']);
  });

  it('lists failed modules first, problems with their place, and what is missing with the reason', () => {
    const { strings: _, network: __, ...results } = fixtureResults();
    const problem = { code: 'PCAP_DAMAGED', message: 'dump.pcap has no header', where: { module: 'network' } };
    const { health } = reportView({ ...results, problems: [problem] });
    expect(health.timings.items.slice(0, 3).map(({ name, state }) => [name.text, state])).toEqual([
      ['suricata', 'failed'],
      ['memory', 'skipped'],
      ['behavior', 'done'],
    ]);
    expect(health.problems.items[0]).toMatchObject({ code: 'PCAP_DAMAGED', where: { text: 'module network' } });
    expect(health.missing).toEqual([{ key: 'network', why: 'dump.pcap has no header' }]);
  });
});

it('survives a container whose parts are not what they should be', () => {
  const odd: unknown[] = [null, 7, 'x', [], {}, [null, 7, 'x', {}]];
  for (const value of odd) {
    const keys = [
      'signatures',
      'behavior',
      'network',
      'dropped',
      'static',
      'target',
      'info',
      'debug',
      'screenshots',
      'problems',
      'file',
    ];
    for (const key of keys) expect(reportView({ [key]: value } as Results).title).toContain('Not scored');
  }
});

it('survives records whose fields are not what they should be', () => {
  const odd = [null, 7, 'x', {}, [null], { name: null, pid: {}, where: null, data: 7, children: 7, calls: null }];
  const lists = Object.fromEntries(
    ['files', 'keys', 'mutexes', 'mutex', 'file_moved', 'file_read'].map((key) => [key, odd]),
  );
  const view = reportView({
    behavior: { processes: odd, processtree: odd, summary: lists, generic: [...odd, { pid: 1, summary: lists }] },
    network: Object.fromEntries(
      ['http', 'dns', 'tcp', 'hosts', 'domains', 'dead_hosts', 'tls', 'smtp_ex'].map((key) => [key, odd]),
    ),
    signatures: [
      ...odd,
      { data: odd, ttps: odd, references: odd, families: 'x', name: odd, severity: 'x', confidence: {} },
    ],
    verdict: { score: 'x', band: 7, reason: {}, ledger: [...odd, { points: 'x', signature: {} }], sum: null },
    statistics: { processing: odd, signatures: odd },
    problems: odd,
    dropped: odd,
    screenshots: odd,
    debug: { log: 7, errors: odd },
    info: { duration: 'x', machine: odd, ovoscope: null },
  } as unknown as Results);
  expect(view.strip.band.key).toBe('none');
});

it('takes calls as a stream: it looks up those that findings point to, and a sample of times', () => {
  const results = fixtureResults();
  const read: number[] = [];
  for (const process of results.behavior!.processes) {
    const at = (id: number) => {
      read.push(id);
      return sampleCall(id);
    };
    process.calls = { length: 1_000_000, at } as never;
  }
  const view = reportView(results);
  expect(view.calls.total).toBe(7_000_000);
  expect(read.slice(0, 3)).toEqual([311, 318, 340]);
  expect(read.length).toBe(3 + 7 * 1_500);
  expect(view.timeline).toMatchObject({ isSampled: true, lanes: { total: 7 } });
  const counted = view.timeline.totals.reduce((sum, count) => sum + count, 0);
  expect(Math.abs(counted / 7_000_000 - 1)).toBeLessThan(0.001);
});
