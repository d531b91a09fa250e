import { given, SignatureTester } from 'ovoscope/testing';
import AntidebugTools from './antidebug_tools.ts';

new SignatureTester().run(AntidebugTools, {
  detects: [
    {
      name: 'a debugger',
      results: given('sample.exe', ['FindWindowA', { class_name: 'OLLYDBG', window_name: '' }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'FindWindowA', class_name: 'OLLYDBG', window_name: '' }],
    },
    {
      name: 'a driver',
      results: given('sample.exe', ['NtCreateFile', { filepath: String.raw`\\.\SICE` }, { status: 'FAILURE' }]),
    },
  ],
  ignores: [
    {
      name: 'the desktop',
      results: given('sample.exe', ['FindWindowA', { class_name: 'Progman', window_name: 'Program Manager' }]),
    },
    {
      name: 'a file of that name',
      results: given('sample.exe', ['NtCreateFile', { filepath: String.raw`C:\SICE` }, { status: 'FAILURE' }]),
    },
  ],
});
