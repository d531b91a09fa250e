import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { type ImportedReport, importReport } from '../../src/analysis/import-report.ts';
import type { Call, Process, ProcessNode, Summary } from '../../src/plugin/container.ts';
import { writeJson } from '../../src/report/json-writer.ts';
import { FileSource, MemorySource } from '../../src/util/byte-source.ts';
import { describeShared, hasSharedData, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';

// biome-ignore lint/suspicious/noExplicitAny: raw reports are walked without types, on purpose apart from the reader
type Raw = { [name: string]: any };

/** Results that are no reports of these sandboxes. */
const FOREIGN = /cuckoo3|upstream_reportsignatures|capa-features|3-reports\/index\.json/;

function find(folder: string, wanted: RegExp): string[] {
  return readdirSync(sharedData(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => wanted.test(path) && statSync(sharedData(path)).size > 0)
    .sort();
}

const all = hasSharedData
  ? [...find('3-reports', /\.json(\.gz)?$/), ...find('2-analyses', /\/reports\/[^/]*\.json(\.gz)?$/)]
  : [];
const reports = all.filter((path) => !FOREIGN.test(path));

const open = (path: string): Promise<ImportedReport> => importReport(new FileSource(sharedData(path), path));

/** What JSON.parse makes of an exact value. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}

const same = (ours: unknown, raw: unknown): boolean => isDeepStrictEqual(rounded(ours), raw);

const milliseconds = (text: string): number => Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`);

/** The time the report says, in milliseconds since 1970; text is read as UTC. */
function rawTime(value: string | number): number {
  return typeof value === 'number' ? value * 1000 : milliseconds(value);
}

function hexOf(value: unknown): number {
  if (typeof value === 'string') return Number(value);
  const number = value as number;
  return number >= 0 ? number : number + (number >= -(2 ** 31) ? 2 ** 32 : 2 ** 64);
}

class Comparison {
  readonly tally = new Tally();

  processes(ours: readonly Process[], raw: Raw[]): void {
    const { tally } = this;
    tally.check('process count', ours.length === raw.length, () => `${ours.length} ${raw.length}`);
    for (const [i, process] of ours.entries()) {
      const theirs = raw[i]!;
      const facts = [
        process.process_id === Number(theirs['process_id'] ?? theirs['pid']),
        process.parent_id === Number(theirs['parent_id'] ?? theirs['ppid']),
        process.process_name === theirs['process_name'],
        Math.abs(milliseconds(process.first_seen) - rawTime(theirs['first_seen'])) < 1,
        (process.process_path ?? null) === (theirs['process_path'] ?? theirs['module_path'] ?? null),
        same(process.command_line, theirs['command_line']),
        same(process.environ, theirs['environ']),
        same(process.modules, theirs['modules']),
        theirs['threads'] === undefined || same(process.threads, theirs['threads'].map(Number)),
      ];
      tally.check('processes', !facts.includes(false), () => `${i}: ${facts}`);
      this.calls(process, theirs);
    }
  }

  calls(process: Process, theirs: Raw): void {
    const raw: Raw[] = theirs['calls'];
    this.tally.check('call lists', process.calls.length === raw.length, () => `${process.calls.length} ${raw.length}`);
    // Times of 64-bit processes are put right.
    const early =
      raw.length > 0 && rawTime(raw[0]!['timestamp'] ?? raw[0]!['time']) < rawTime(theirs['first_seen']) - 1000;
    const shift = early && typeof raw[0]!['time'] === 'number' ? 429_496.7296 : 0;
    let i = 0;
    for (const call of process.calls) this.call(call, raw[i]!, i++, shift);
    const middle = raw.length >> 1;
    if (raw.length === 0) return;
    const picked = [process.calls.at(middle), process.calls.at(-1), process.calls.slice(middle, middle + 1)[0]];
    const wanted = [middle, raw.length - 1, middle].map((index) => raw[index]!['api']);
    this.tally.check(
      'calls by index',
      same(
        picked.map((call) => call?.api),
        wanted,
      ),
      () => `${wanted}`,
    );
    const api = raw[middle]!['api'] as string;
    const ofApi = [...process.calls.ofApi(api)].length;
    this.tally.check('calls by API', ofApi === raw.filter((call) => call['api'] === api).length, () => api);
  }

  call(call: Call, raw: Raw, index: number, shift: number): void {
    const isList = Array.isArray(raw['arguments']);
    const args = isList ? raw['arguments'] : Object.entries(raw['arguments']).map(([name, value]) => ({ name, value }));
    const status = raw['status'];
    const time = rawTime(raw['timestamp'] ?? raw['time']) + shift;
    const known = [
      'pretty_return',
      'caller',
      'parentcaller',
      'flags',
      'stacktrace',
      'last_error',
      'nt_status',
      'buffer',
      'raw',
    ];
    const facts: [what: string, equal: boolean][] = [
      ['api', call.api === raw['api'] && call.category === raw['category']],
      ['status', (call.status === 'SUCCESS') === (status === true || status === 1 || status === 'SUCCESS')],
      ['return', returns(call.return, raw['return'] ?? raw['return_value'])],
      ['thread', call.thread_id === Number(raw['thread_id'] ?? raw['tid'])],
      ['time', Math.abs(milliseconds(call.timestamp) - time) < 1.001],
      ['repeated', call.repeated === (raw['repeated'] ?? 0) && call.id === index],
      ['other fields', known.every((name) => same((call as unknown as Raw)[name], raw[name]))],
    ];
    for (const [what, equal] of facts) {
      this.tally.check(
        what,
        equal,
        () => `${index}: ${JSON.stringify(call).slice(0, 300)} ${JSON.stringify(raw).slice(0, 300)}`,
      );
    }
    this.tally.check('argument lists', call.arguments.length === args.length, () => `${index}`);
    for (const [i, argument] of call.arguments.entries()) {
      this.tally.check('arguments', same(argument, args[i]), () => `${index}: ${argument.name}`);
    }
  }

  summary(ours: Summary, raw: Raw): void {
    for (const [name, list] of Object.entries(raw)) {
      this.tally.check('summary lists', same((ours as unknown as Raw)[name], list), () => name);
    }
    if (raw['files'] === undefined) {
      const lists = Object.entries(raw).filter(([name]) => name.startsWith('file_') || name.startsWith('directory_'));
      const wanted = new Set(lists.flatMap(([, list]) => list.flat()));
      this.tally.check('derived lists', same([...ours.files].sort(), [...wanted].sort()), () => 'files');
    }
    if (raw['keys'] === undefined) {
      const lists = Object.entries(raw).filter(([name]) => name.startsWith('regkey_'));
      const wanted = new Set(lists.flatMap(([, list]) => list));
      this.tally.check('derived lists', same([...ours.keys].sort(), [...wanted].sort()), () => 'keys');
    }
    if (raw['mutexes'] === undefined)
      this.tally.check('derived lists', same(ours.mutexes, raw['mutex'] ?? []), () => 'mutexes');
  }

  tree(ours: readonly ProcessNode[], raw: Raw[], above: number | undefined): void {
    this.tally.check('children', ours.length === raw.length, () => `${ours.length} ${raw.length}`);
    for (const [i, node] of ours.entries()) {
      const theirs = raw[i]!;
      const parent = theirs['parent_id'] ?? theirs['ppid'] ?? above ?? node.parent_id;
      const facts = [
        node.name === (theirs['name'] ?? theirs['process_name']),
        node.pid === Number(theirs['pid']),
        node.parent_id === Number(parent),
        same(node.command_line, theirs['command_line']),
        same(node.track, theirs['track']),
        theirs['first_seen'] === undefined ||
          Math.abs(milliseconds(node.first_seen!) - rawTime(theirs['first_seen'])) < 1,
        (node.process_path ?? null) === (theirs['process_path'] ?? theirs['module_path'] ?? null),
      ];
      this.tally.check('tree nodes', !facts.includes(false), () => `${node.pid}: ${facts}`);
      this.tree(node.children, theirs['children'], node.pid);
    }
  }

  /** What the container takes over as it is. */
  rest(report: ImportedReport, raw: Raw): void {
    const ours = report.results as Raw;
    const mapped = ['info', 'behavior', 'target', 'file', 'static', 'dropped', 'network', 'debug'];
    const concluded = ['signatures', 'malscore', 'ttps', 'detections', 'statistics', 'malfamily_tag', 'detections2pid'];
    for (const [key, value] of Object.entries(raw)) {
      if (mapped.includes(key) || concluded.includes(key)) continue;
      this.tally.check('other keys', same(ours[key], value), () => key);
    }
    const original = report.results.original!;
    this.tally.check('signatures', same(original.signatures, raw['signatures'] ?? []), () => 'signatures');
    this.tally.check('score', same(original.score, raw['info']?.['score']), () => 'score');
    this.tally.check('score', same(original.malscore, raw['malscore']), () => 'malscore');
    const network: Raw = raw['network'] ?? {};
    for (const [name, list] of Object.entries(network)) {
      if (name === 'dns') continue;
      const isCape = name === 'hosts' && typeof list[0] === 'object';
      const expected = isCape ? list.map((host: Raw) => host['ip']) : list;
      this.tally.check('network lists', same(ours['network'][name], expected), () => name);
      if (isCape) this.tally.check('network lists', same(ours['network'].hosts_ex, list), () => 'hosts_ex');
    }
    for (const [i, query] of (network['dns'] ?? []).entries()) {
      const record = ours['network'].dns[i];
      const isKept = Object.keys(query).every((key) => same(record[key], query[key]));
      this.tally.check('dns', isKept && record.hostname === (query.hostname ?? query.request), () => `${i}`);
    }
    const file = raw['target']?.['file'] ?? raw['file'];
    if (file !== undefined) {
      const isKept = Object.keys(file).every((key) => same(ours['file'][key], file[key]));
      this.tally.check('file', isKept && ours['target'].file === ours['file'], () => 'file');
    }
    for (const [i, dropped] of (raw['dropped'] ?? []).entries()) {
      const record = ours['dropped'][i];
      const isKept = Object.keys(dropped).every((key) => key === 'name' || same(record[key], dropped[key]));
      this.tally.check('dropped', isKept && record.name === [dropped.name].flat()[0], () => `${i}`);
    }
    const log = raw['debug']?.['log'];
    if (log !== undefined) this.tally.check('log', ours['debug'].log === [log].flat().join(''), () => 'log');
  }
}

function returns(ours: string, raw: unknown): boolean {
  if (typeof raw === 'string') return ours === raw;
  return /^0x[0-9a-f]{8,}$/.test(ours) && Number(ours) === hexOf(raw);
}

describeShared('reports of other sandboxes', () => {
  const tables: string[] = [];
  const index = readSharedJson('3-reports/index.json') as Raw[];

  it('finds the reports', () => {
    expect(reports.length).toBeGreaterThan(40);
  });

  it.each(reports)('%s says the same as its JSON', async (path) => {
    const raw = readSharedJson(path) as Raw;
    const report = await open(path);
    try {
      const comparison = new Comparison();
      const { behavior } = report.results;
      if (raw['behavior'] !== undefined) {
        comparison.processes(behavior!.processes, raw['behavior']['processes'] ?? []);
        comparison.summary(behavior!.summary, raw['behavior']['summary'] ?? {});
        comparison.tree(behavior!.processtree, raw['behavior']['processtree'] ?? [], undefined);
        const { apistats } = raw['behavior'];
        if (apistats !== undefined) comparison.tally.check('apistats', same(behavior!.apistats, apistats), () => '');
      } else expect(behavior).toBeUndefined();
      comparison.rest(report, raw);
      tables.push(comparison.tally.table(`${path} (${report.dialect})`));
      expect(comparison.tally.unexplained).toEqual([]);

      const facts = index.find((entry) => entry['file'] === path)!;
      const lists = behavior?.processes ?? [];
      expect(lists.length).toBe(facts['processes']);
      expect(lists.reduce((sum, { calls }) => sum + calls.length, 0)).toBe(facts['calls']);
      expect(report.results.original!.signatures).toHaveLength(facts['signatures']);
      const codes = report.problems.map((problem) => problem.code).filter((code) => code !== 'REPORT_EARLY_TIMES');
      expect(codes).toEqual([]);
    } finally {
      report.close();
    }
  });

  it.each(all.filter((path) => FOREIGN.test(path)))('%s is told to be no report', async (path) => {
    await expect(open(path)).rejects.toMatchObject({ problem: { code: 'REPORT_UNKNOWN' } });
  });

  it('has the calls of a 0.4 report in the order of its MIST translation', async () => {
    const report = await open('3-reports/cuckoo-0.4.2/report.json.gz');
    const text = readFileSync(sharedData('3-reports/cuckoo-0.4.2/report.mist'), 'utf8');
    // The translator knows no code for these two, and one code for each other API.
    const untranslated = new Set(['ExitProcess', 'ExitThread']);
    const codes = new Map<string, string>();
    let lines = 0;
    for (const section of text.split('# process ').slice(1)) {
      const [head, ...rest] = section.trim().split('\n');
      const [, pid, thread] = /^(\d+) thread (\d+)/.exec(head!)!;
      const process = report.results.behavior!.processes.find((p) => p.process_id === Number(pid))!;
      const calls = [...process.calls].filter(
        (call) => call.thread_id === Number(thread) && !untranslated.has(call.api),
      );
      expect(calls).toHaveLength(rest.length);
      for (const [i, { api }] of calls.entries()) {
        const code = rest[i]!.slice(0, 5);
        expect(`${api} ${codes.get(api) ?? code}`).toBe(`${api} ${code}`);
        codes.set(api, code);
      }
      lines += calls.length;
    }
    expect(lines).toBe(447);
    report.close();
  });

  it('reads a packed report as the unpacked one', async () => {
    const path = '2-analyses/cuckoo-2.0.7_win_pafish_1/reports/report.json.gz';
    const packed = await open(path);
    const bytes = gunzipSync(readFileSync(sharedData(path)));
    const plain = await importReport(new MemorySource(bytes, path));
    expect(JSON.stringify(packed.results)).toBe(JSON.stringify(plain.results));
    packed.close();
    plain.close();
  });

  it.each([
    '3-reports/cuckoo-0.4.2/report.json.gz',
    '2-analyses/cuckoo-1.2_winxp_1/reports/report.json.gz',
    '2-analyses/cuckoo-2.0.7_win_pafish_1/reports/report.json.gz',
    '2-analyses/cape-2.4_AL_bits.ps1/Report/reports/lite.json.gz',
  ])('%s comes back from the report.json that is written of it', async (path) => {
    const first = await open(path);
    const text = [...writeJson({ ...first.results, info: { ...first.results.info, ovoscope: { version: '1' } } })].join(
      '',
    );
    const again = await importReport(new MemorySource(Buffer.from(text), path));
    const { original } = again.results;
    expect(again.problems).toEqual([]);
    expect(again.dialect).toBe(first.dialect);
    expect(isDeepStrictEqual(original!['original'], rounded(first.results.original))).toBe(true);
    const container = (report: ImportedReport) => [...writeJson({ ...report.results, original: undefined })].join('');
    expect(container(again) === container(first)).toBe(true);
    first.close();
    again.close();
  });

  afterAll(() => {
    for (const table of tables) console.log(table);
  });
});
