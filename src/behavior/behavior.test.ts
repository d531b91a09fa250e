import { describe, expect, it } from 'vitest';
import { bson } from '../../tests/support/bson-writer.ts';
import {
  capeLog,
  csvLogText,
  cuckoo1Log,
  cuckoo2Log,
  netlogLog,
  stapLogText,
} from '../../tests/support/sample-logs.ts';
import type { Problem } from '../errors/problem.ts';
import { CallLog } from '../formats/call-log/log.ts';
import type { CallLogFormat } from '../formats/call-log/types.ts';
import { csvLog } from '../formats/csv/format.ts';
import { monitorBson } from '../formats/monitor-bson/format.ts';
import { netlog } from '../formats/netlog/format.ts';
import { stapLog } from '../formats/stap/format.ts';
import type { Process, ProcessNode } from '../plugin/container.ts';
import { MemorySource } from '../util/byte-source.ts';
import { readBehavior } from './behavior.ts';
import { processTree } from './tree.ts';

const read = (format: CallLogFormat, bytes: Uint8Array) =>
  readBehavior([new CallLog(new MemorySource(bytes, 'log'), format, { pid: 7 })]);

describe('summaries', () => {
  it('of a 1.x log: keys by handle, later lists beside the documented ones', () => {
    const { summary } = read(monitorBson, cuckoo1Log());
    const base = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft';
    expect(summary.keys).toEqual([base, `${base}\\Windows`, `${base}\\Windows\\Missing \u00e9\u0416`]);
    expect(summary.files).toEqual(['C:\\WINDOWS\\evil.exe', 'C:\\tmp\\0.txt', 'C:\\tmp\\1.txt', 'C:\\tmp\\2.txt']);
    expect(summary.mutexes).toEqual(['Local\\M']);
    expect(summary).toMatchObject({ mutex: ['Local\\M'], regkey_opened: summary.keys, command_line: ['ver'] });
  });
  it("of Cuckoo 2's log: the documented lists beside its own", () => {
    const { summary, generic, apistats } = read(monitorBson, cuckoo2Log());
    expect(summary).toMatchObject({
      files: ['C:\\new.txt', 'C:\\gone.txt'],
      keys: ['HKEY_CURRENT_USER\\Software'],
      file_created: ['C:\\new.txt'],
      file_failed: ['C:\\gone.txt'],
      file_written: ['C:\\new.txt'],
      regkey_opened: ['HKEY_CURRENT_USER\\Software'],
    });
    expect(generic).toMatchObject([{ pid: 752, ppid: 2844, process_path: 'C:\\a.exe' }]);
    expect(apistats!['752']).toMatchObject({ NtCreateFile: 2, NtWriteFile: 2 });
  });
  it("of CAPE's log: repeated calls count in the statistics", () => {
    const { summary, apistats } = read(monitorBson, capeLog());
    expect(summary.keys).toEqual(['HKEY_LOCAL_MACHINE\\K0', 'HKEY_LOCAL_MACHINE\\K1']);
    expect(summary.executed_commands).toEqual(['C:\\a.exe b c', '\u{1f30e}']);
    expect(apistats!['1976']!['NtOpenKey']).toBe(10);
  });
  it('of 0.6 and 0.4 logs', () => {
    expect(read(netlog, netlogLog()).summary.files).toEqual([
      'C:\\evil.exe',
      'C:\\gone0',
      'C:\\gone1',
      'C:\\gone2',
      'C:\\gone3... (truncated)',
    ]);
    expect(read(csvLog, csvLogText()).summary.files).toEqual(['C:\\f0.exe', 'C:\\f1.exe', 'C:\\f2.exe']);
  });
  it('of a Linux log: processes from clone and execve, one list of calls each', () => {
    const { processes, summary, processtree } = read(stapLog, stapLogText());
    expect(processes.map((p) => [p.process_name, p.process_id, p.parent_id, p.command_line, p.calls.length])).toEqual([
      ['sh', 820, 819, 'sh -c x)', 6],
      ['ls', 821, 820, '', 4],
    ]);
    expect(summary.file_opened).toEqual(['/bin/sh', '/tmp/0', '/tmp/1', '/tmp/2', '/tmp/3']);
    expect(processtree).toMatchObject([{ pid: 820, children: [{ pid: 821 }] }]);
  });
  it('past a limit say how much they left out', () => {
    const problems: Problem[] = [];
    const log = new CallLog(new MemorySource(cuckoo1Log(), 'log'), monitorBson);
    const { summary } = readBehavior([log], { limits: { values: 4 }, problem: (p) => problems.push(p) });
    expect(Object.values(summary).flat()).toHaveLength(4);
    expect(problems).toMatchObject([{ code: 'CALLS_SUMMARY_LIMIT' }]);
  });
});

describe('the process tree', () => {
  const tree = (pairs: [pid: number, ppid: number][], lateParents = false): string => {
    const processes = pairs.map(
      ([process_id, parent_id]) => ({ process_id, parent_id, process_name: '', first_seen: '' }) as Process,
    );
    const text = (nodes: ProcessNode[]): string => nodes.map((n) => `${n.pid}(${text(n.children)})`).join(' ');
    return text(processTree(processes, lateParents));
  };
  it('puts a process below the parent that was seen before it', () => {
    expect(
      tree([
        [484, 380],
        [1444, 1872],
        [2068, 1444],
        [2104, 1444],
        [2292, 2068],
        [2348, 2292],
        [2428, 2068],
        [2488, 2428],
        [2564, 2068],
        [2620, 2068],
      ]),
    ).toBe('484() 1444(2068(2292(2348()) 2428(2488()) 2564() 2620()) 2104())');
  });
  it.each([false, true])('makes no circle of a process id that was used twice (late parents: %s)', (late) => {
    const roots = tree(
      [
        [468, 364],
        [2624, 2104],
        [2148, 2624],
        [1836, 1788],
        [2056, 2148],
        [2104, 2148],
        [2480, 2104],
        [2420, 2104],
        [2308, 2056],
      ],
      late,
    );
    expect(roots).toBe('468() 2624(2148(2056(2308()) 2104(2480() 2420()))) 1836()');
  });
  it('takes a parent that was seen later where the monitor got into it late', () => {
    expect(
      tree(
        [
          [760, 600],
          [600, 500],
          [900, 600],
        ],
        false,
      ),
    ).toBe('760() 600(900())');
    expect(
      tree(
        [
          [760, 600],
          [600, 500],
          [900, 600],
        ],
        true,
      ),
    ).toBe('600(760() 900())');
  });
  it('keeps the first of two processes with one id', () => {
    expect(
      tree([
        [1, 0],
        [1, 0],
        [2, 1],
      ]),
    ).toBe('1(2())');
  });
});

describe('anomalies', () => {
  const names = ['Text', 'Big'];
  const log = Buffer.concat([
    bson({ I: 1, name: '__anomaly__', type: 'info', category: '', args: ['is_success', 'retval', ...names] }),
    ...Array.from({ length: 1500 }, (_, i) => bson({ I: 1, T: 1, t: i, args: [1, 0, `a${i}`, 2n ** 60n] })),
  ]);
  const readWith = (characters: number) => {
    const problems: Problem[] = [];
    const logs = [new CallLog(new MemorySource(log, 'log'), monitorBson, { pid: 7 })];
    const behavior = readBehavior(logs, { limits: { characters }, problem: (problem) => problems.push(problem) });
    return { count: behavior.anomaly?.length, codes: problems.map(({ code }) => code) };
  };

  it('are told where they are too many, or too long', () => {
    const codes = ['CALLS_NO_PROCESS', 'CALLS_SUMMARY_LIMIT'];
    expect(readWith(1_000_000)).toEqual({ count: 1000, codes });
    const few = readWith(1000);
    expect(few.count).toBeLessThan(15);
    expect(few.codes).toEqual(codes);
  });
});
