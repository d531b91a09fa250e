import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import InjectionThreadHijacking from './injection_thread_hijacking.ts';

const opened: GivenCall[] = [
  ['NtOpenProcess', { process_identifier: 700, process_handle: '0x80' }],
  ['NtOpenThread', { process_identifier: 700, thread_handle: '0x84' }],
];
const write: GivenCall = ['WriteProcessMemory', { process_handle: '0x80', buffer: '\xfc\xe8' }];
const suspend: GivenCall = ['NtSuspendThread', { thread_handle: '0x84' }];
const context: GivenCall = ['NtSetContextThread', { thread_handle: '0x84' }];
const resume: GivenCall = ['NtResumeThread', { thread_handle: '0x84' }];

new SignatureTester().run(InjectionThreadHijacking, {
  detects: [
    { name: 'the four steps', results: given('sample.exe', ...opened, suspend, write, context, resume) },
    {
      name: 'with a section instead of a write',
      results: given(
        'sample.exe',
        ...opened,
        ['NtMapViewOfSection', { process_handle: '0x80' }],
        suspend,
        context,
        resume,
      ),
    },
  ],
  ignores: [
    { name: 'a thread only stopped for a while', results: given('sample.exe', ...opened, suspend, resume) },
    { name: 'a context without code of its own', results: given('sample.exe', ...opened, suspend, context, resume) },
  ],
});
