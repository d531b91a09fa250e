import type { Call, CallList, Output, Results } from 'ovoscope';
import { describe, expect, it } from 'vitest';
import Json from './json.ts';

function list(count: number): CallList {
  const call = (id: number) => ({ id, api: 'NtClose', arguments: [] }) as unknown as Call;
  return {
    length: count,
    at: (id: number) => call(id),
    *[Symbol.iterator]() {
      for (let id = 0; id < count; id++) yield call(id);
    },
    toJSON() {
      throw new Error('a call list was held in memory');
    },
  } as unknown as CallList;
}

const results = () =>
  ({
    info: { version: '1.2' },
    behavior: {
      processes: [
        { process_id: 1, calls: list(3), process_name: 'a.exe' },
        { process_id: 2, calls: list(1), process_name: 'b.exe' },
      ],
      processtree: [],
      summary: { files: [], keys: [], mutexes: [] },
    },
  }) as unknown as Results;

function report(options: object): Output {
  const module = new Json();
  module.options = { ...module.defaults, ...options };
  return module.run(results())[0]!;
}

const text = (output: Output) => [...(output.body as Iterable<string>)].join('');
const processes = (options: object) => JSON.parse(text(report(options))).behavior.processes;
const ids = (calls: Call[]) => calls.map((call) => call.id);

describe('the json report', () => {
  it('is report.json with all calls, indented by four', () => {
    const output = report({});
    expect(output).toMatchObject({ path: 'report.json', media: 'application/json' });
    expect(text(output)).toContain('\n    "info": {\n        "version": "1.2"\n    }');
    expect(processes({}).map((p: { calls: Call[] }) => ids(p.calls))).toEqual([[0, 1, 2], [0]]);
    expect(text(output)).not.toContain('calls_total');
  });

  it('writes so many calls per process, and the full count where that is fewer than all', () => {
    const [first, second] = processes({ calls: 2 });
    expect(ids(first.calls)).toEqual([0, 1]);
    expect(first.calls_total).toBe(3);
    expect(second).toEqual({ process_id: 2, calls: [{ id: 0, api: 'NtClose', arguments: [] }], process_name: 'b.exe' });
  });

  it('writes no calls', () => {
    expect(processes({ calls: 'none' })).toMatchObject([
      { calls: [], calls_total: 3 },
      { calls: [], calls_total: 1 },
    ]);
  });

  it('writes one line without spaces', () => {
    expect(text(report({ indent: 0, calls: '0' }))).toMatch(/^\{"info":\{"version":"1\.2"\},"behavior":.*\}$/);
  });

  it('leaves the container as it was', () => {
    const container = results();
    const module = new Json();
    module.options = { calls: 1 };
    module.run(container);
    expect(container.behavior!.processes[0]!.calls).toHaveLength(3);
  });

  it('lays it out as other sandboxes do', () => {
    expect(processes({ shape: 'cuckoo2', calls: 2 })[0]).toMatchObject({ pid: 1, calls_total: 3, type: 'process' });
    expect(processes({ shape: 'cape' })[1]).toMatchObject({ process_id: 2, module_path: '', threads: [] });
  });

  it.each([
    { shape: 'cuckoo' },
    { shape: '__proto__' },
    { calls: 'some' },
    { calls: -1 },
    { calls: null, indent: 'x' },
    { indent: 11 },
  ])('refuses %j', (options) => {
    expect(() => report(options)).toThrow(/^option (shape|calls|indent) is .*, but should be/);
  });
});
