import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import InjectionRemoteThread from './injection_remote_thread.ts';

const open: GivenCall = [
  'NtOpenProcess',
  { process_identifier: 700, process_handle: '0x80', desired_access: '0x1fffff' },
];
const allocate: GivenCall = [
  'NtAllocateVirtualMemory',
  { process_handle: '0x80', base_address: '0x100000', protection: 4 },
];
const write: GivenCall = ['WriteProcessMemory', { process_handle: '0x80', buffer: 'C:\\evil.dll' }];
const start: GivenCall = ['CreateRemoteThread', { process_handle: '0x80', function_address: '0x7c801d7b' }];

new SignatureTester().run(InjectionRemoteThread, {
  detects: [
    {
      name: 'LoadLibrary with a path it wrote',
      results: given('sample.exe', open, allocate, write, start),
      data: [
        {
          step: 'allocated',
          target: 700,
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'NtAllocateVirtualMemory',
          base_address: '0x100000',
          protection: 4,
        },
        { step: 'wrote', target: 700, pid: 1000, process: 'sample.exe', cid: 2, api: 'WriteProcessMemory' },
        {
          step: 'started a thread',
          target: 700,
          pid: 1000,
          process: 'sample.exe',
          cid: 3,
          api: 'CreateRemoteThread',
          function_address: '0x7c801d7b',
        },
      ],
    },
    {
      name: 'the native calls',
      results: given(
        'sample.exe',
        open,
        ['NtMapViewOfSection', { process_handle: '0x80' }],
        ['NtCreateThreadEx', { process_handle: '0x80' }],
      ),
    },
  ],
  ignores: [
    { name: 'a thread without code of its own', results: given('sample.exe', open, start) },
    {
      name: 'threads and memory of its own',
      results: given(
        'sample.exe',
        ['NtAllocateVirtualMemory', { process_handle: '0xffffffff', protection: 64 }],
        ['NtCreateThreadEx', { process_handle: '0xffffffff' }],
      ),
    },
    {
      name: 'the first thread of a process, as Windows XP starts them',
      results: given(
        'sample.exe',
        ['CreateProcessInternalW', { command_line: 'a', process_identifier: 2000, process_handle: '0x60' }],
        ['NtWriteVirtualMemory', { process_handle: '0x60', buffer: 'parameters' }],
        ['NtCreateThread', { process_handle: '0x60' }],
      ),
    },
  ],
});
