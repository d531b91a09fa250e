import { describe, expect, it } from 'vitest';
import { callList, emptyResults, fixtureResults } from '../../tests/support/fixture-results.ts';
import type { Call, Results } from '../plugin/container.ts';
import { writeJson } from './json-writer.ts';
import { capeShape } from './shape-cape.ts';
import { cuckoo2Shape } from './shape-cuckoo2.ts';

// biome-ignore lint/suspicious/noExplicitAny: reads as consumers do, without asking what is there.
type Any = any;

const written = (shape: object): Any => JSON.parse([...writeJson(shape)].join(''));

const call = (fields: Partial<Call>): Call => ({
  id: 0,
  timestamp: '2026-11-03 09:14:01,250',
  thread_id: 12,
  category: 'file',
  api: 'NtCreateFile',
  status: 'SUCCESS',
  return: '0x00000000',
  arguments: [],
  repeated: 0,
  ...fields,
});

const oneCall = (fields: Partial<Call>, dialect = 'cuckoo-2'): Results => ({
  info: { version: '2.0.7', started: null, ended: null, duration: -1, dialect },
  behavior: {
    processes: [
      {
        process_id: 7,
        parent_id: 1,
        process_name: 'a.exe',
        first_seen: '2026-11-03 09:14:01,000',
        calls: callList([call(fields)]),
      },
    ],
    processtree: [],
    summary: { files: [], keys: [], mutexes: [] },
  },
});
const cuckoo2Call = (fields: Partial<Call>, dialect?: string) =>
  written(cuckoo2Shape(oneCall(fields, dialect))).behavior.processes[0].calls[0];

describe('the shape of Cuckoo 2', () => {
  const report = written(cuckoo2Shape(fixtureResults({ calls: 400 })));

  it('has what clients read without asking', () => {
    expect(report.info).toMatchObject({ score: expect.any(Number), started: 1793697238, duration: 124, options: '' });
    expect(report.info.machine.name).toBe('win7x64-3');
    expect(report.target.file).toMatchObject({ type: expect.any(String), yara: [{ meta: {} }] });
    const severities = report.signatures.map(({ severity }: Any) => severity);
    expect(severities).toEqual([...severities].sort());
    for (const { marks, markcount, ttp, description } of report.signatures) {
      expect(typeof description).toBe('string');
      expect(markcount).toBeGreaterThanOrEqual(marks.length);
      expect(Array.isArray(ttp)).toBe(false);
      for (const mark of marks) expect(mark.type).toMatch(/^(?:call|ioc|generic|config|volatility)$/);
    }
  });

  it('gives each process of the tree an entry of its own', () => {
    const generic = new Set(report.behavior.generic.map(({ pid }: Any) => pid));
    const check = (nodes: Any[]) => {
      for (const node of nodes) {
        expect(generic).toContain(node.pid);
        expect(node).toMatchObject({ ppid: expect.any(Number), command_line: expect.any(String) });
        check(node.children);
      }
    };
    check(report.behavior.processtree);
    expect(generic.size).toBe(report.behavior.generic.length);
  });

  it('writes no null where a key is optional', () => {
    const nulls: string[] = [];
    const search = (value: Any, path: string) => {
      if (value === null) nulls.push(path);
      else if (typeof value === 'object') for (const key of Object.keys(value)) search(value[key], `${path}.${key}`);
    };
    search(report, '');
    // Cuckoo writes these two itself.
    expect(nulls.filter((path) => !/\.(?:description|ssdeep)$/.test(path))).toEqual([]);
  });

  it('attaches calls to marks', () => {
    const hollow = report.signatures.find(({ name }: Any) => name === 'injection_hollow_regasm');
    const found = hollow.marks.filter(({ type }: Any) => type === 'call');
    expect(hollow.markcount).toBe(3);
    for (const { cid, pid, call } of found) {
      const { calls } = report.behavior.processes.find((process: Any) => process.pid === pid);
      expect(call).toEqual(calls[cid]);
    }
  });

  it('says that the analysis was completed, for healthy runs only', () => {
    const lines = (results: Results) => written(cuckoo2Shape(results)).debug.cuckoo.join('');
    expect(lines(fixtureResults())).toBe('');
    const healthy = { ...fixtureResults(), debug: { log: 'a\nb', errors: [] }, statistics: undefined } as Results;
    expect(lines(healthy)).toBe('2026-11-03 09:16:02 [ovoscope] INFO: analysis completed successfully\n');
    expect(written(cuckoo2Shape(healthy)).debug.log).toEqual(['a\n', 'b']);
    expect(lines({})).toBe('');
  });

  it('has the lists of the network, also without a capture', () => {
    expect(written(cuckoo2Shape({})).network).toMatchObject({ hosts: [], domains: [], dns: [], udp: [] });
    expect(report.network.domains).toHaveLength(2);
  });

  it('gives Suricata alerts a severity', () => {
    const suricata = { alerts: [{ signature: 'x' }, { signature: 'y', severity: 1 }] };
    const { alerts } = written(cuckoo2Shape({ suricata } as Results)).suricata;
    expect(alerts.map(({ severity }: Any) => severity)).toEqual([3, 1]);
  });

  it('returns integers, signed', () => {
    expect(cuckoo2Call({ return: '0xffffffffffffffff' }).return_value).toBe(-1);
    expect(cuckoo2Call({ return: '0xc0000034' }).return_value).toBe(0xc0000034);
    expect(cuckoo2Call({ return: 'a text' }).return_value).toBe('a text');
  });

  it('keeps every argument, whatever its name', () => {
    const text = (value: string) => ({ name: '__proto__', value });
    const { arguments: args } = cuckoo2Call({ arguments: [text('a'), text('b'), { name: 'toJSON', value: 'c' }] });
    expect(Object.entries(args)).toEqual([
      ['__proto__', 'a'],
      ['__proto___2', 'b'],
      ['toJSON', 'c'],
    ]);
  });

  it('uses its names for calls of its forerunners', () => {
    const fields = { category: 'filesystem', arguments: [{ name: 'FileName', value: 'C:\\a' }] };
    expect(cuckoo2Call(fields, 'cuckoo-1')).toMatchObject({ category: 'file', arguments: { filepath: 'C:\\a' } });
    expect(cuckoo2Call(fields)).toMatchObject({ category: 'filesystem', arguments: { FileName: 'C:\\a' } });
  });
});

describe('the shape of CAPE', () => {
  const report = written(capeShape(fixtureResults({ calls: 400 })));

  it('has what clients read without asking', () => {
    expect(report.malscore).toBe(fixtureResults().verdict!.score);
    expect(report.info).toMatchObject({ started: '2026-11-03 09:13:58', options: {}, machine: { label: 'win7x64-3' } });
    expect(report.behavior).toMatchObject({ anomaly: [], enhanced: [], encryptedbuffers: [] });
    expect(Object.keys(report.behavior.summary)).toHaveLength(13);
    expect(report.CAPE).toEqual({ payloads: [], configs: [] });
    expect(report.ttps).toContainEqual({ signature: 'injection_hollow_regasm', ttps: ['T1055.012'], mbcs: [] });
    for (const match of report.signatures) expect(match).toMatchObject({ weight: 1, families: expect.any(Array) });
  });

  it('writes values as text, what is not printable by its code', () => {
    const results = oneCall({
      arguments: [
        { name: 'a', value: 12 },
        { name: 'b', value: '\0é\u202e' },
      ],
    });
    const [first] = written(capeShape(results)).behavior.processes[0].calls;
    expect(first).toMatchObject({ thread_id: '12', status: true });
    expect(first.arguments.map(({ value }: Any) => value)).toEqual(['12', '\\x00\\xe9\\x202e']);
  });

  it('reads options as pairs', () => {
    const info = { ...oneCall({}).info!, options: 'free=yes, __proto__=x,broken' };
    expect(Object.entries(written(capeShape({ info })).info.options)).toEqual([
      ['free', 'yes'],
      ['__proto__', 'x'],
    ]);
  });
});

describe.each([
  ['cuckoo2', cuckoo2Shape],
  ['cape', capeShape],
])('the shape %s', (_name, shape) => {
  it('is made of nothing, too', () => {
    expect(written(shape(emptyResults())).signatures).toEqual([]);
  });

  it('cuts calls and says how many there are', () => {
    const { processes } = written(shape(fixtureResults({ calls: 400 }), { calls: 2 })).behavior;
    expect(processes[0].calls).toHaveLength(2);
    expect(processes[0].calls_total).toBeGreaterThan(2);
  });

  it('makes calls only as they are written', () => {
    const results = oneCall({});
    let made = 0;
    const calls = {
      length: 1e9,
      at: () => call({}),
      *[Symbol.iterator]() {
        for (;;) {
          made += 1;
          yield call({});
        }
      },
    };
    results.behavior!.processes[0]!.calls = calls as Any;
    const chunks = writeJson(shape(results));
    expect(chunks.next().done).toBe(false);
    expect(made).toBeLessThan(1_000);
    chunks.return();
  });

  it('takes a tree of any depth', () => {
    let node: Any = { name: 'a', pid: 0, parent_id: 0, children: [] };
    for (let pid = 1; pid < 20_000; pid++) node = { name: 'a', pid, parent_id: 0, children: [node] };
    const results = oneCall({});
    results.behavior!.processtree = [node];
    expect(() => shape(results)).not.toThrow();
  });

  it('is the same for the same container', () => {
    const text = () => [...writeJson(shape(fixtureResults({ calls: 300 })))].join('');
    expect(text()).toBe(text());
  });
});
