import { given, SignatureTester } from 'ovoscope/testing';
import SampleCrashed from './sample_crashed.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(SampleCrashed, {
  detects: [
    {
      name: 'on Windows 7',
      results: run(String.raw`C:\Windows\SysWOW64\WerFault.exe -u -p 2420 -s 396`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`C:\Windows\SysWOW64\WerFault.exe -u -p 2420 -s 396`,
        },
      ],
    },
    { name: 'on Windows XP', results: run(String.raw`C:\WINDOWS\system32\dwwin.exe -x -s 1788`) },
  ],
  ignores: [
    { name: 'the service', results: run('C:/Windows/System32/svchost.exe -k WerSvcGroup') },
    { name: 'a file of that name', results: run('notepad werfault.exe.txt') },
  ],
});
