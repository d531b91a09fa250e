import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import InjectionProcessHollowing from './injection_process_hollowing.ts';

const create = (creation_flags: number): GivenCall => [
  'CreateProcessInternalW',
  {
    command_line: 'svchost.exe',
    creation_flags,
    process_identifier: 2000,
    process_handle: '0x60',
    thread_handle: '0x64',
  },
];
const write: GivenCall = [
  'WriteProcessMemory',
  { process_handle: '0x60', base_address: '0x00400000', buffer: 'MZ\x90' },
];
const patch: GivenCall = [
  'WriteProcessMemory',
  { process_handle: '0x60', base_address: '0x7ffd8008', buffer: '\0\0@\0' },
];
const context: GivenCall = ['NtSetContextThread', { thread_handle: '0x64' }];
const resume: GivenCall = ['NtResumeThread', { thread_handle: '0x64' }];

new SignatureTester().run(InjectionProcessHollowing, {
  detects: [
    {
      name: 'writing a program and pointing the thread at it',
      results: given('sample.exe', create(4), write, context, resume),
      data: [
        {
          step: 'created suspended',
          target: 2000,
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
        },
        {
          step: 'wrote an executable',
          target: 2000,
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'WriteProcessMemory',
          base_address: '0x00400000',
        },
        { step: 'set context', target: 2000, pid: 1000, process: 'sample.exe', cid: 2, api: 'NtSetContextThread' },
        { step: 'resumed', target: 2000, pid: 1000, process: 'sample.exe', cid: 3, api: 'NtResumeThread' },
      ],
    },
    {
      name: 'mapping a section and setting the context',
      results: given('sample.exe', create(4), ['NtMapViewOfSection', { process_handle: '0x60' }], context, resume),
    },
    {
      name: 'unmapping the image first, with process ids in the log',
      results: given(
        'sample.exe',
        create(0x08000004),
        ['NtUnmapViewOfSection', { process_handle: '0x60', process_identifier: 2000 }],
        ['NtWriteVirtualMemory', { process_handle: '0x60', process_identifier: 2000, buffer: 'x' }],
      ),
    },
  ],
  ignores: [
    { name: 'a process that was not suspended', results: given('sample.exe', create(0), write, context, resume) },
    { name: 'a suspended process left as it is', results: given('sample.exe', create(4), resume) },
    { name: 'only a few bytes written, as debuggers do', results: given('sample.exe', create(4), patch, resume) },
    {
      name: 'the same steps in its own memory',
      results: given(
        'sample.exe',
        create(4),
        ['WriteProcessMemory', { process_handle: '0xffffffff', buffer: 'MZ' }],
        resume,
      ),
    },
    {
      name: 'a write that failed',
      results: given('sample.exe', create(4), [write[0], write[1], { status: 'FAILURE' }], context),
    },
  ],
});
