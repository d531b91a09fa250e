import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import InjectionSuspendedChild from './injection_suspended_child.ts';

const create: GivenCall = [
  'CreateProcessInternalW',
  {
    command_line: 'notepad.exe',
    creation_flags: 4,
    process_identifier: 2000,
    process_handle: '0x60',
    thread_handle: '0x64',
  },
];
const write: GivenCall = ['NtWriteVirtualMemory', { process_handle: '0x60', buffer: '\xe9\0\0\0\0' }];
const resume: GivenCall = ['NtResumeThread', { thread_handle: '0x64' }];

new SignatureTester().run(InjectionSuspendedChild, {
  detects: [
    { name: 'a jump written over its code', results: given('sample.exe', create, write, resume) },
    {
      name: 'a section mapped into it',
      results: given('sample.exe', create, ['ZwMapViewOfSection', { process_handle: '0x60' }], resume),
    },
  ],
  ignores: [
    { name: 'nothing changed', results: given('sample.exe', create, resume) },
    { name: 'never let run', results: given('sample.exe', create, write) },
    {
      name: 'another process changed',
      results: given('sample.exe', create, ['NtWriteVirtualMemory', { process_handle: '0x99', buffer: 'x' }], resume),
    },
  ],
});
