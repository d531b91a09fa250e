import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxSleep from './antisandbox_sleep.ts';

new SignatureTester().run(AntisandboxSleep, {
  detects: [
    {
      name: 'ten minutes',
      results: given(
        'sample.exe',
        ['NtDelayExecution', { milliseconds: 600000 }],
        ['NtDelayExecution', { milliseconds: 600000 }],
      ),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtDelayExecution', milliseconds: 600000 }],
    },
    {
      name: 'five minutes, as older monitors write it',
      results: given('sample.exe', ['NtDelayExecution', { Milliseconds: '300000', Status: 'Skipped' }]),
    },
  ],
  ignores: [
    { name: 'a second', results: given('sample.exe', ['NtDelayExecution', { milliseconds: 1000 }]) },
    { name: 'for ever', results: given('sample.exe', ['NtDelayExecution', { milliseconds: 4294967295 }]) },
  ],
});
