import { given, SignatureTester } from 'ovoscope/testing';
import AntidebugOwnThreads from './antidebug_own_threads.ts';

const read = (args: { [name: string]: string | number }, name = 'sample.exe') =>
  given(name, ['NtGetContextThread', args]);

new SignatureTester().run(AntidebugOwnThreads, {
  detects: [
    { name: 'the current thread', results: read({ thread_handle: '0xfffffffe' }) },
    { name: 'a thread of its process', results: read({ thread_handle: '0x80', process_identifier: 1000 }) },
  ],
  ignores: [
    { name: 'a thread of another process', results: read({ thread_handle: '0x80', process_identifier: 700 }) },
    { name: 'writing it', results: given('sample.exe', ['NtSetContextThread', { thread_handle: '0xfffffffe' }]) },
    { name: 'the machine for old programs', results: read({ thread_handle: '0xfffffffe' }, 'ntvdm.exe') },
  ],
});
