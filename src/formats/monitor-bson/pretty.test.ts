import { describe, expect, it } from 'vitest';
import type { ApiDef } from '../call-log/types.ts';
import type { Value } from '../call-log/values.ts';
import { nameArguments, nameReturned } from './pretty.ts';

function words(category: string, api: string, name: string, value: Value): string | undefined {
  const def: ApiDef = { id: 0, api, category, args: [{ name, kind: '' }], wide: false, indexOf: () => 0 };
  const args = [{ name, value, pretty_value: undefined as unknown as string }];
  nameArguments(def, args);
  return args[0]!.pretty_value;
}

describe('pretty values', () => {
  it.each([
    ['NtAllocateVirtualMemory', 'Protection', '0x00000040', 'PAGE_EXECUTE_READWRITE'],
    ['NtAllocateVirtualMemory', 'Protection', '0x00000104', 'PAGE_READWRITE|PAGE_GUARD'],
    ['NtCreateFile', 'DesiredAccess', '0xc0100080', 'GENERIC_READ|GENERIC_WRITE|FILE_READ_ATTRIBUTES|SYNCHRONIZE'],
    ['NtCreateFile', 'DesiredAccess', '0x00120089', 'FILE_GENERIC_READ'],
    ['NtCreateFile', 'DesiredAccess', '0x00c00000', '0x00c00000'],
    ['NtCreateFile', 'ShareAccess', 5, 'FILE_SHARE_READ|FILE_SHARE_DELETE'],
    ['NtOpenProcess', 'DesiredAccess', '0x001fffff', 'PROCESS_ALL_ACCESS'],
    ['NtOpenProcess', 'DesiredAccess', '0x001f0fff', 'PROCESS_ALL_ACCESS'],
    ['CreateToolhelp32Snapshot', 'Flags', '0x0000000f', 'TH32CS_SNAPALL'],
    ['NtQueryInformationFile', 'FileInformationClass', 5, 'FileStandardInformation'],
    ['NtQuerySystemInformation', 'SystemInformationClass', 5, 'SystemProcessInformation'],
    ['NtQuerySystemInformation', 'SystemInformationClass', 103, 'SystemCodeIntegrityInformation'],
    ['NtQuerySystemInformation', 'SystemInformationClass', 207, 'SystemFlags2Information'],
    ['NtQueryInformationProcess', 'ProcessInformationClass', 29, 'ProcessBreakOnTermination'],
    ['NtSetInformationThread', 'ThreadInformationClass', 17, 'ThreadHideFromDebugger'],
    ['SHGetFolderPathW', 'Folder', '0x0000801a', 'CSIDL_FLAG_CREATE|CSIDL_APPDATA'],
    ['HttpQueryInfoA', 'InfoLevel', '0x20000013', 'HTTP_QUERY_FLAG_NUMBER|HTTP_QUERY_STATUS_CODE'],
    ['DeviceIoControl', 'IoControlCode', '0x002d1400', 'IOCTL_STORAGE_QUERY_PROPERTY'],
    ['SetWindowsHookExA', 'HookIdentifier', 0xffff_ffff, 'WH_MSGFILTER'],
  ])('%s.%s %s is %s', (api, name, value, expected) => {
    expect(words('any', api, name, value)).toBe(expected);
  });

  it('reads rights by what they are asked for', () => {
    expect(words('registry', 'NtOpenKey', 'DesiredAccess', '0x00020019')).toBe('KEY_READ');
    expect(words('services', 'OpenServiceW', 'DesiredAccess', '0x00020019')).toBe(
      'SERVICE_QUERY_CONFIG|SERVICE_ENUMERATE_DEPENDENTS|SERVICE_START|READ_CONTROL',
    );
    expect(words('services', 'OpenSCManagerW', 'DesiredAccess', '0x00000001')).toBe('SC_MANAGER_CONNECT');
    expect(words('file', 'NtMystery', 'DesiredAccess', '0x00020019')).toBeUndefined();
  });

  it('takes a negative number of 64 bits as the 32-bit one it was', () => {
    expect(words('registry', 'RegOpenKeyExW', 'Registry', '0xffffffff80000002')).toBe('HKEY_LOCAL_MACHINE');
    expect(words('registry', 'RegOpenKeyExW', 'Registry', 0xffff_ffff_8000_0001n)).toBe('HKEY_CURRENT_USER');
  });

  it('says nothing of what is no number, no known value, or beyond 32 bits', () => {
    for (const value of ['', 'text', '0x', '0xg', null, [], {}, -1, 1.5, 0x2d_1400 + 2 ** 32, 2n ** 70n]) {
      expect(words('device', 'DeviceIoControl', 'IoControlCode', value as Value)).toBeUndefined();
    }
    expect(words('process', 'NtAllocateVirtualMemory', 'Protection', '0x00000000')).toBeUndefined();
  });

  it('remembers each value on its own', () => {
    const def: ApiDef = {
      id: 0,
      api: 'NtCreateFile',
      category: 'filesystem',
      args: [{ name: 'ShareAccess', kind: '' }],
      wide: false,
      indexOf: () => 0,
    };
    const seen = Array.from({ length: 3000 }, (_, i) => {
      const args = [{ name: 'ShareAccess', value: i % 1500 }];
      nameArguments(def, args);
      return (args[0] as { pretty_value?: string }).pretty_value;
    });
    expect(seen[1503]).toBe('FILE_SHARE_READ|FILE_SHARE_WRITE');
    expect(seen[3]).toBe(seen[1503]);
    expect(seen[1500]).toBeUndefined();
  });
});

describe('pretty returns', () => {
  it.each([
    [-0x3fff_ffde, 'ACCESS_DENIED'],
    [0xc000_0034, 'OBJECT_NAME_NOT_FOUND'],
    [0x103, 'NO_MORE_ITEMS'],
    [0, undefined],
    [2, undefined],
  ])('%i is %s', (returned, expected) => {
    expect(nameReturned(returned)).toBe(expected);
  });
});
