import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemoryResults } from 'ovoscope';
import { afterAll, describe, expect, it, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Baseline from './baseline.ts';
import Memory from './memory.ts';

const run = (files: { [name: string]: unknown }, options = {}) => {
  const texts = Object.entries(files).map(([name, value]) => [
    `volatility/${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return runModule(Memory, memoryTask(Object.fromEntries(texts)), { options });
};
const rows = async (name: string, value: unknown) => Object.values((await run({ [name]: value })).value!)[0]!.data;

const PSLIST2 = {
  columns: ['Offset(V)', 'Name', 'PID', 'PPID', 'Thds', 'Hnds', 'Sess', 'Wow64', 'Start', 'Exit'],
  rows: [[2214916696, 'System', 4, 0, 95, 500, -1, 0, '', '']],
};

describe('memory', () => {
  it('is nothing where Volatility did not run', async () => {
    expect(await runModule(Memory, memoryTask({}))).toEqual({ value: undefined, problems: [] });
  });

  it('reads columns and rows of Volatility 2', async () => {
    expect(await rows('pslist.json', PSLIST2)).toEqual([
      {
        offset_v: 2214916696,
        process_name: 'System',
        process_id: 4,
        parent_id: 0,
        num_threads: 95,
        num_handles: 500,
        session_id: -1,
        wow64: 0,
        create_time: '',
        exit_time: '',
      },
    ]);
  });

  it('reads objects of Volatility 3, those below others too', async () => {
    const child = {
      PID: 8,
      PPID: 4,
      ImageFileName: 'smss.exe',
      CreateTime: '2026-01-01T00:00:00+00:00',
      __children: [],
    };
    const { value } = await run({
      'windows.pslist.PsList.json': [
        { PID: 4, PPID: 0, ImageFileName: 'System', CreateTime: null, __children: [child] },
      ],
    });
    expect(value).toEqual({
      pslist: {
        config: { filter: false },
        data: [
          { process_id: 4, parent_id: 0, process_name: 'System', create_time: null },
          { process_id: 8, parent_id: 4, process_name: 'smss.exe', create_time: '2026-01-01T00:00:00+00:00' },
        ],
      },
    });
  });

  it('reads one object in each line', async () => {
    expect(
      await rows('windows.psxview.jsonl', '{"Name": "x", "PID": 1, "pslist": true}\n{"Name": "y", "csrss": false}\n'),
    ).toEqual([
      { process_name: 'x', process_id: 1, pslist: 'True' },
      { process_name: 'y', csrss: 'False' },
    ]);
  });

  it('takes ports from addresses, and writes addresses of memory in hexadecimal', async () => {
    const raw = [{ 'Offset(P)': 4096, Proto: 'TCPv4', LocalAddr: '10.0.0.1:80', ForeignAddr: '::1:443', PID: 4 }];
    expect(await rows('netscan.json', raw)).toEqual([
      {
        offset: '0x00001000',
        protocol: 'TCPv4',
        local_address: '10.0.0.1',
        local_port: 80,
        remote_address: '::1',
        remote_port: 443,
        process_id: 4,
      },
    ]);
  });

  it('puts libraries under their processes', async () => {
    const library = (PID: number, Path: string) => ({ PID, Process: `p${PID}`, Base: 4096, Size: 10, Path });
    expect(await rows('dlllist.json', [library(1, 'a'), library(2, 'b'), library(1, 'c')])).toMatchObject([
      {
        process_id: 1,
        process_name: 'p1',
        loaded_modules: [{ dll_full_name: 'a', dll_base: '0x00001000' }, { dll_full_name: 'c' }],
      },
      { process_id: 2, loaded_modules: [{ dll_full_name: 'b' }] },
    ]);
  });

  it('keeps what plugins that Cuckoo has not found', async () => {
    const { value } = await run({ 'windows.cmdline.CmdLine.json': [{ PID: 1, Args: 'x', Odd: { a: [1] } }] });
    expect(value).toEqual({ cmdline: { config: { filter: false }, data: [{ pid: 1, args: 'x', odd: '{"a":[1]}' }] } });
  });

  it('tells what is no output, rows that are none, and too many of them', async () => {
    const { value, problems } = await run(
      { 'a.json': 'Volatility Foundation', 'b.json': [1, {}, {}, {}], '__proto__.json': [{}] },
      { count: 2 },
    );
    expect(problems.map(({ code }) => code)).toEqual(['MEMORY_FORMAT', 'MEMORY_ROWS', 'MEMORY_TOO_MANY']);
    expect(Object.keys(value!)).toContain('b');
  });

  it('survives any file', () =>
    expectSurvives(Memory, {
      files: { 'volatility/pslist.json': JSON.stringify(PSLIST2) },
      problems: ['MEMORY_FORMAT', 'MEMORY_ROWS'],
    }));
});

describe('baseline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-baseline-'));
  const report = join(folder, 'report.json');
  afterAll(() => rmSync(folder, { recursive: true }));
  const of = (...names: string[]): MemoryResults => ({
    pslist: {
      config: { filter: false },
      data: names.map((process_name, i) => ({ process_name, process_id: i * 4, create_time: `${Math.random()}` })),
    },
  });
  const compare = (memory: MemoryResults, options: { [name: string]: unknown }) =>
    runModule(Baseline, memoryTask({}), { results: { memory }, options });

  it('tells new and gone rows, whatever their ids and times are', async () => {
    writeFileSync(report, JSON.stringify({ memory: of('System', 'old.exe', 'smss.exe') }));
    const { value, problems } = await compare(of('smss.exe', 'System', 'evil.exe'), { report });
    expect(problems).toEqual([]);
    expect(value!.memory['pslist']!.data.map(({ process_name, class_ }) => [process_name, class_])).toEqual([
      ['old.exe', 'warning'],
      ['evil.exe', 'danger'],
    ]);
  });

  test('a plugin that did not run before says nothing', async () => {
    writeFileSync(report, '{"memory": {"netscan": {"data": 7}, "x": null}}');
    expect((await compare(of('a'), { report })).value!.memory['pslist']!.data).toEqual([]);
  });

  it('is nothing without memory or a report to compare with', async () => {
    expect(await compare(of('a'), {})).toEqual({ value: undefined, problems: [] });
    expect(await runModule(Baseline, memoryTask({}), { options: { report } })).toEqual({
      value: undefined,
      problems: [],
    });
  });

  it.each(['no JSON', '[]', '7', 'null'])('%s is no report', async (text) => {
    writeFileSync(report, text);
    const { value, problems } = await compare(of('a'), { report });
    expect([value, problems.map(({ code }) => code)]).toEqual([undefined, ['BASELINE_UNREADABLE']]);
  });

  it('that is not there is a problem', async () => {
    expect((await compare(of('a'), { report: join(folder, 'none') })).problems).toMatchObject([
      { code: 'BASELINE_UNREADABLE' },
    ]);
  });
});

describe('a program for memory.dmp', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = (name: string, script: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };
  const runWith = (path: string, options: object = {}) =>
    runModule(Memory, memoryTask({ 'memory.dmp': 'PAGEDUMP' }), {
      options: { program: path, plugins: ['windows.pslist', 'windows.malfind'], ...options },
    });

  it('is given a copy, Volatility’s parameters, and nothing of the environment', async () => {
    process.env['OVOSCOPE_TEST_SECRET'] = 'secret';
    const path = program(
      'shows',
      `echo "[{\\"PID\\": 4, \\"ImageFileName\\": \\"$*\\", \\"content\\": \\"$(cat "$6")\\", \\"secret\\": \\"$OVOSCOPE_TEST_SECRET\\"}]"`,
    );
    const { value, problems } = await runWith(path, { plugins: ['windows.pslist'], symbols: '/symbols' });
    expect(problems).toEqual([]);
    const [row] = value!['pslist']!.data;
    expect(row).toMatchObject({ process_id: 4, content: 'PAGEDUMP', secret: '' });
    expect(row!['process_name']).toMatch(/^-q --offline -r json -f \S+memory\.dmp -s \/symbols windows\.pslist$/);
  });

  it.each([
    ['fails', 'echo "no such layer" >&2; exit 2', {}, 'PROGRAM_FAILED', /ended with 2: no such layer$/],
    ['takes too long, with what it started', 'sleep 60 & sleep 60', { seconds: 1 }, 'PROGRAM_TIMEOUT', /after 1 s/],
    ['writes without end', 'yes', { bytes: 1000 }, 'PROGRAM_OUTPUT', /more than 1000 bytes/],
    ['writes no JSON', 'echo nothing', {}, 'MEMORY_FORMAT', /the output of windows\.pslist/],
  ])('that %s costs its plugin only, and is told', async (name, script, options, code, message) => {
    const path = program(`p${name.length}`, `case "$*" in *malfind) echo '[{"PID": 7}]';; *) ${script};; esac`);
    const { value, problems } = await runWith(path, options);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.message).toMatch(message);
    expect(value).toEqual({ malfind: { config: { filter: false }, data: [{ process_id: 7 }] } });
  });

  it('that is not there is told once', async () => {
    const { value, problems } = await runWith(join(folder, 'absent'));
    expect(value).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual(['PROGRAM_NOT_STARTED']);
  });

  it('is not run where results are there', async () => {
    const files = { 'memory.dmp': 'x', 'volatility/pslist.json': JSON.stringify(PSLIST2) };
    const { value, problems } = await runModule(Memory, memoryTask(files), {
      options: { program: join(folder, 'absent') },
    });
    expect(Object.keys(value!)).toEqual(['pslist']);
    expect(problems).toEqual([]);
  });
});
