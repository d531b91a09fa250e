import { given, SignatureTester } from 'ovoscope/testing';
import AntidebugPresence from './antidebug_presence.ts';

new SignatureTester().run(AntidebugPresence, {
  detects: [
    {
      name: 'once for each process',
      results: given('sample.exe', ['IsDebuggerPresent'], ['IsDebuggerPresent']),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'IsDebuggerPresent' }],
    },
    { name: 'among other calls', results: given('sample.exe', ['NtClose'], ['IsDebuggerPresent']) },
  ],
  ignores: [
    {
      name: 'a message to a debugger',
      results: given('sample.exe', ['OutputDebugStringA', { string: 'IsDebuggerPresent' }]),
    },
    {
      name: 'the function only looked up',
      results: given('sample.exe', ['LdrGetProcedureAddress', { function_name: 'IsDebuggerPresent' }]),
    },
  ],
});
