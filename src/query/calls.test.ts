import { describe, expect, it } from 'vitest';
import type { Call, CallList } from '../plugin/container.ts';
import { calls } from './calls.ts';
import { evidence } from './evidence.ts';
import { sampleProcess, sampleResults } from './sample.cases.ts';

const cuckoo2 = sampleProcess(
  [
    ['NtCreateFile', 'file', { filepath: 'C:\\a', desired_access: '0x80100080', file_handle: '0x40' }],
    ['NtAllocateVirtualMemory', 'process', { process_identifier: 7, protection: 64, base_address: '0x1000' }],
  ],
  { process_id: 1, process_name: 'two.exe' },
);
const cape = sampleProcess(
  [
    ['NtCreateFile', 'filesystem', { FileName: 'C:\\a', DesiredAccess: '0x80100080', FileHandle: '0x40' }],
    ['NtAllocateVirtualMemory', 'process', { ProcessHandle: '0xffffffff', Protection: '0x40', BaseAddress: '0x1000' }],
    ['RegOpenKeyExA', 'registry', { FullName: 'HKEY_LOCAL_MACHINE\\A' }, { status: 'FAILURE' }],
  ],
  { process_id: 2, process_name: 'Cape.exe' },
);
const results = sampleResults([cuckoo2, cape]);
const apisOf = (found: Iterable<{ pid: number; api: string }>) => [...found].map(({ pid, api }) => `${pid} ${api}`);

describe('calls', () => {
  it('gives all calls without a query', () => {
    expect([...calls(results)]).toHaveLength(5);
    expect([...calls({})]).toEqual([]);
  });

  it('takes a category under any name', () => {
    expect(apisOf(calls(results, 'file'))).toEqual(['1 NtCreateFile', '2 NtCreateFile']);
    expect(apisOf(calls(results, 'filesystem'))).toEqual(['1 NtCreateFile', '2 NtCreateFile']);
  });

  it('takes a query', () => {
    expect(apisOf(calls(results, { apis: ['NtCreateFile'], processes: ['cape.EXE'] }))).toEqual(['2 NtCreateFile']);
    expect(apisOf(calls(results, { apis: ['Nt*'], pids: [1] }))).toEqual([
      '1 NtCreateFile',
      '1 NtAllocateVirtualMemory',
    ]);
    expect(apisOf(calls(results, { succeeded: false }))).toEqual(['2 RegOpenKeyExA']);
  });

  it('names arguments alike and gives numbers as numbers', () => {
    const records = [...calls(results, { apis: ['NtCreateFile', 'NtAllocateVirtualMemory'] })];
    expect(records.map((each) => each.filepath)).toEqual(['C:\\a', '', 'C:\\a', '']);
    expect(records.map((each) => each.desired_access)).toEqual([0x80100080, undefined, 0x80100080, undefined]);
    expect(records.map((each) => each.protection)).toEqual([undefined, 64, undefined, 64]);
    expect(records.map((each) => each.process_identifier)).toEqual([undefined, 7, undefined, 2]);
    expect({ ...records[2] }).toEqual({
      pid: 2,
      process: 'Cape.exe',
      cid: 0,
      api: 'NtCreateFile',
      category: 'file',
      succeeded: true,
      filepath: 'C:\\a',
      desired_access: 0x80100080,
      file_handle: '0x40',
    });
  });

  it('text that a call does not have is empty', () => {
    const [record] = calls(results, 'registry');
    expect(record?.mutant_name).toBe('');
    expect(record?.['no_such_argument']).toBeUndefined();
  });

  it('reads by API where the list is closed', () => {
    const asked: string[][] = [];
    const ofApi = (...names: string[]) => {
      asked.push(names);
      return [];
    };
    const list = { ofApi } as unknown as CallList;
    const spied = sampleResults([{ ...cuckoo2, calls: list }]);
    expect([...calls(spied, { apis: ['connect', 'send'] })]).toEqual([]);
    expect(asked).toEqual([['connect', 'send']]);
  });

  it('keeps its own fields whatever the arguments are called', () => {
    const odd = sampleProcess([['X', 'misc', { pid: 5, api: 'no', ['__proto__']: 'p', id: 3, big: 2n ** 64n }]]);
    const [record] = calls(sampleResults([odd]));
    expect(record).toMatchObject({ pid: 1000, api: 'X', id: 3, big: '18446744073709551616' });
    expect(Object.getOwnPropertyDescriptor(record, '__proto__')?.value).toBe('p');
    expect(record?.filepath).toBe('');
  });
});

describe('evidence', () => {
  const call = cape.calls.at(1) as Call;

  it('points to the call and keeps what was asked for', () => {
    expect(evidence(call, cape, 'protection', 'base_address', 'filepath')).toEqual({
      pid: 2,
      process: 'Cape.exe',
      cid: 1,
      api: 'NtAllocateVirtualMemory',
      protection: 64,
      base_address: '0x1000',
    });
  });

  it('cuts long text', () => {
    const long = sampleProcess([['NtWriteFile', 'file', { buffer: 'x'.repeat(10_000) }]]);
    expect(evidence(long.calls.at(0)!, long, 'buffer')['buffer']).toHaveLength(2_000);
  });
});
