import { describe, expect, it } from 'vitest';
import { categoryOf } from './api-category.ts';
import { given } from './given.ts';

describe('given', () => {
  it('makes one process with calls', () => {
    const { behavior } = given(
      'a.exe',
      ['NtWriteFile', { filepath: 'C:\\a' }],
      ['RegOpenKeyExA', { regkey: 'HKEY_USERS\\a' }, { status: 'FAILURE', return: '0x00000002' }],
    );
    expect(behavior!.processes).toHaveLength(1);
    const [process] = behavior!.processes;
    expect(process).toMatchObject({ process_id: 1000, process_name: 'a.exe', parent_id: 500 });
    expect(process!.calls).toHaveLength(2);
    expect(process!.calls.at(1)).toEqual({
      id: 1,
      timestamp: '2020-01-01 00:00:00,001',
      thread_id: 1,
      category: 'registry',
      api: 'RegOpenKeyExA',
      status: 'FAILURE',
      return: '0x00000002',
      arguments: [{ name: 'regkey', value: 'HKEY_USERS\\a' }],
      repeated: 0,
    });
    expect([...process!.calls.ofApi('NtWriteFile')]).toEqual([process!.calls.at(0)]);
  });

  it('lists what the calls touched', () => {
    const { behavior } = given(
      'a.exe',
      ['NtWriteFile', { filepath: 'C:\\a' }],
      ['NtWriteFile', { FileName: 'C:\\a' }],
      ['RegSetValueExA', { FullName: 'HKEY_USERS\\a\\b' }],
      ['NtCreateMutant', { mutant_name: 'm' }],
      ['MoveFileWithProgressW', { oldfilepath: 'C:\\a', newfilepath: 'C:\\b' }],
      ['CreateProcessInternalW', { command_line: 'cmd /c x' }],
      ['connect', { ip_address: '192.0.2.1', port: 80 }],
    );
    expect(behavior!.summary).toMatchObject({
      files: ['C:\\a', 'C:\\b'],
      file_written: ['C:\\a'],
      keys: ['HKEY_USERS\\a\\b'],
      regkey_written: ['HKEY_USERS\\a\\b'],
      mutexes: ['m'],
      file_moved: [['C:\\a', 'C:\\b']],
      command_line: ['cmd /c x'],
      executed_commands: ['cmd /c x'],
      connects_ip: ['192.0.2.1'],
    });
  });

  it('makes several processes and their tree', () => {
    const { behavior } = given(
      given.process('a.exe', ['NtClose']),
      given.process({ name: 'b.exe', command_line: 'b -x' }),
      given.process({ name: 'c.exe', pid: 7, parent: 1004 }),
    );
    expect(behavior!.processes.map((process) => [process.process_id, process.parent_id])).toEqual([
      [1000, 500],
      [1004, 1000],
      [7, 1004],
    ]);
    expect(behavior!.processtree).toEqual([
      {
        name: 'a.exe',
        pid: 1000,
        parent_id: 500,
        children: [
          {
            name: 'b.exe',
            pid: 1004,
            parent_id: 1000,
            command_line: 'b -x',
            children: [{ name: 'c.exe', pid: 7, parent_id: 1004, children: [] }],
          },
        ],
      },
    ]);
  });

  it('fills what every container has', () => {
    const results = given.container({ network: { hosts: ['192.0.2.1'] }, behavior: { summary: { files: ['C:\\a'] } } });
    expect(results.behavior).toEqual({
      processes: [],
      processtree: [],
      summary: { files: ['C:\\a'], keys: [], mutexes: [] },
    });
    expect(results.network).toEqual({ http: [], udp: [], hosts: ['192.0.2.1'], dns: [], tcp: [] });
  });
});

it.each([
  ['RegOpenKeyExA', 'registry'],
  ['NtSetValueKey', 'registry'],
  ['RegisterHotKey', 'misc'],
  ['NtCreateFile', 'file'],
  ['URLDownloadToFileW', 'network'],
  ['InternetReadFile', 'network'],
  ['send', 'network'],
  ['NtCreateMutant', 'synchronisation'],
  ['NtDelayExecution', 'synchronisation'],
  ['CreateProcessInternalW', 'process'],
  ['NtAllocateVirtualMemory', 'process'],
  ['NtQueueApcThread', 'process'],
  ['CreateServiceW', 'services'],
  ['FindWindowA', 'ui'],
  ['SetWindowsHookExA', 'system'],
  ['CryptEncrypt', 'crypto'],
  ['CoCreateInstance', 'ole'],
  ['GetComputerNameW', 'misc'],
])('category of %s is %s', (api, category) => {
  expect(categoryOf(api)).toBe(category);
});
