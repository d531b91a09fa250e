import { given, SignatureTester } from 'ovoscope/testing';
import InjectionWritesExecutable from './injection_writes_executable.ts';

new SignatureTester().run(InjectionWritesExecutable, {
  detects: [
    {
      name: 'a DOS header at the start of the buffer',
      results: given('sample.exe', [
        'WriteProcessMemory',
        { process_identifier: 700, base_address: '0x400000', buffer: 'MZ\x90\0' },
      ]),
    },
    {
      name: 'through a handle',
      results: given(
        'sample.exe',
        ['NtOpenProcess', { process_identifier: 700, process_handle: '0x80' }],
        ['NtWriteVirtualMemory', { process_handle: '0x80', buffer: 'MZ' }],
      ),
    },
  ],
  ignores: [
    given('sample.exe', ['WriteProcessMemory', { process_identifier: 700, buffer: 'not MZ' }]),
    {
      name: 'into itself',
      results: given('sample.exe', ['WriteProcessMemory', { process_identifier: 1000, buffer: 'MZ' }]),
    },
  ],
});
