import { describe, expect, it } from 'vitest';
import { argument, numberArgument, targetPid, textArgument } from './argument.ts';
import { type SampleCall, type SampleCalls, sampleCall, sampleProcess } from './sample.cases.ts';

const RUN = String.raw`Software\Microsoft\Windows\CurrentVersion\Run`;

function last(calls: SampleCall[]) {
  const process = sampleProcess(calls);
  return { process, call: process.calls.at(-1)! };
}

describe('argument', () => {
  const call = sampleCall(['NtCreateFile', 'filesystem', { FileName: 'C:\\a', DesiredAccess: '0x80100080' }]);

  it('finds by recorded and by common name', () => {
    expect(argument(call, 'FileName')).toBe('C:\\a');
    expect(argument(call, 'filepath')).toBe('C:\\a');
    expect(argument(call, 'regkey')).toBeUndefined();
  });

  it('gives text and numbers', () => {
    expect(numberArgument(call, 'desired_access')).toBe(0x80100080);
    expect(textArgument(call, 'nothing')).toBe('');
    expect(numberArgument(call, 'filepath')).toBeUndefined();
  });
});

describe('regkey', () => {
  it('is what the monitor wrote', () => {
    const { call, process } = last([['RegSetValueExA', 'registry', { FullName: `HKEY_CURRENT_USER\\${RUN}\\a` }]]);
    expect(argument(call, 'regkey', process)).toBe(`HKEY_CURRENT_USER\\${RUN}\\a`);
  });

  it('has the name of its root where the kernel form was recorded', () => {
    const { call } = last([['NtOpenKey', 'registry', { ObjectAttributes: '\\Registry\\MACHINE\\System\\A' }]]);
    expect(argument(call, 'regkey')).toBe('HKEY_LOCAL_MACHINE\\System\\A');
  });

  it('is put together from root and subkey in 0.4 to 1.x', () => {
    const { call, process } = last([
      ['RegOpenKeyExA', 'registry', { Registry: '0x80000001', SubKey: RUN, Handle: '0x0000001c' }],
    ]);
    expect(argument(call, 'regkey', process)).toBe(`HKEY_CURRENT_USER\\${RUN}`);
  });

  it('follows handles to the value that was set', () => {
    const { call, process } = last([
      ['RegOpenKeyExA', 'registry', { Registry: '0xffffffff80000002', SubKey: 'Software', Handle: '0x10' }],
      ['RegCreateKeyExW', 'registry', { Registry: '0x00000010', SubKey: 'Microsoft', Handle: '0x14' }],
      ['RegSetValueExW', 'registry', { Handle: '0x00000014', ValueName: 'x', Type: '1', Buffer: 'data' }],
    ]);
    expect(argument(call, 'regkey', process)).toBe('HKEY_LOCAL_MACHINE\\Software\\Microsoft\\x');
    expect(argument(call, 'value')).toBe('data');
  });

  it('forgets a handle that was closed', () => {
    const { call, process } = last([
      ['RegOpenKeyExA', 'registry', { Registry: '0x80000001', SubKey: 'A', Handle: '0x10' }],
      ['RegCloseKey', 'registry', { Handle: '0x10' }],
      ['RegSetValueExW', 'registry', { Handle: '0x10', ValueName: 'x' }],
    ]);
    expect(argument(call, 'regkey', process)).toBeUndefined();
  });
});

it('filepath of a write comes from the handle where it is not recorded', () => {
  const { call, process } = last([
    ['NtCreateFile', 'file', { file_handle: '0x00000040', filepath: 'C:\\a.txt' }],
    ['NtWriteFile', 'file', { file_handle: '0x00000040', buffer: 'x' }],
  ]);
  expect(textArgument(call, 'filepath', process)).toBe('C:\\a.txt');
  expect(textArgument(call, 'filepath')).toBe('');
});

describe('targetPid', () => {
  it('is what the monitor wrote', () => {
    const { call, process } = last([['WriteProcessMemory', 'process', { process_identifier: 77 }]]);
    expect(targetPid(call, process)).toBe(77);
  });

  it('is the caller for its own pseudo handle', () => {
    for (const ProcessHandle of ['0xffffffff', '0xffffffffffffffff']) {
      const { call, process } = last([['NtAllocateVirtualMemory', 'process', { ProcessHandle }]]);
      expect(targetPid(call, process)).toBe(1000);
    }
  });

  it('follows handles of processes and threads', () => {
    const started: SampleCall = [
      'CreateProcessInternalW',
      'process',
      { ProcessId: '2000', ProcessHandle: '0x00000068', ThreadHandle: '0x0000006c' },
    ];
    const write = last([started, ['WriteProcessMemory', 'process', { ProcessHandle: '0x68' }]]);
    expect(targetPid(write.call, write.process)).toBe(2000);
    const resume = last([started, ['NtResumeThread', 'threading', { ThreadHandle: '0x6c' }]]);
    expect(targetPid(resume.call, resume.process)).toBe(2000);
    const opened = last([
      ['OpenProcess', 'process', { ProcessId: '3000' }, { return: '0x00000070' }],
      ['NtWriteVirtualMemory', 'process', { ProcessHandle: '0x70' }],
    ]);
    expect(targetPid(opened.call, opened.process)).toBe(3000);
  });

  it('is undefined where the log does not tell', () => {
    const { call, process } = last([['WriteProcessMemory', 'process', { ProcessHandle: '0x68' }]]);
    expect(targetPid(call, process)).toBeUndefined();
  });
});

it('asking in the order of the log costs one pass over the calls that open handles', () => {
  const process = sampleProcess([
    ['NtCreateFile', 'file', { file_handle: '0x40', filepath: 'C:\\a.txt' }],
    ...Array.from({ length: 50 }, (): SampleCall => ['NtWriteFile', 'file', { file_handle: '0x40' }]),
  ]);
  const list = process.calls as SampleCalls;
  for (const call of list.calls.slice(1)) expect(textArgument(call, 'filepath', process)).toBe('C:\\a.txt');
  expect(list.passes).toBe(1);
  expect(textArgument(list.calls[1]!, 'filepath', process)).toBe('C:\\a.txt');
  expect(list.passes).toBe(2);
});
