import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import InjectionApc from './injection_apc.ts';

const open: GivenCall = ['NtOpenProcess', { process_identifier: 700, process_handle: '0x80' }];
const thread: GivenCall = ['NtOpenThread', { process_identifier: 700, thread_handle: '0x84' }];
const write: GivenCall = ['WriteProcessMemory', { process_handle: '0x80', buffer: '\xfc\xe8' }];
const queue: GivenCall = ['NtQueueApcThread', { thread_handle: '0x84', function_address: '0x100000' }];

new SignatureTester().run(InjectionApc, {
  detects: [
    { name: 'on a thread that was opened', results: given('sample.exe', open, thread, write, queue) },
    {
      name: 'on the first thread of a process of its own',
      results: given(
        'sample.exe',
        [
          'CreateProcessInternalW',
          {
            command_line: 'a',
            creation_flags: 4,
            process_identifier: 700,
            process_handle: '0x80',
            thread_handle: '0x84',
          },
        ],
        ['NtAllocateVirtualMemory', { process_handle: '0x80', protection: 64 }],
        queue,
      ),
    },
  ],
  ignores: [
    { name: 'a call without code of its own', results: given('sample.exe', open, thread, queue) },
    {
      name: 'calls queued on its own threads',
      results: given('sample.exe', open, write, [
        'NtQueueApcThread',
        { thread_handle: '0x90', process_identifier: 1000 },
      ]),
    },
  ],
});
