import { given, SignatureTester } from 'ovoscope/testing';
import PowershellHidden from './powershell_hidden.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PowershellHidden, {
  detects: [
    {
      name: 'the style by name',
      results: run('powershell.exe -WindowStyle Hidden -c Get-Date'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'powershell.exe -WindowStyle Hidden -c Get-Date',
        },
      ],
    },
    { name: 'short', results: run('powershell -nop -w 1 -c x') },
    { name: 'shorter', results: run('pwsh /win hid -c x') },
  ],
  ignores: [
    { name: 'another style', results: run('powershell -WindowStyle Normal -c x') },
    { name: 'no style', results: run('powershell -File C:/a.ps1') },
    { name: 'another program', results: run('x.exe -w hidden') },
  ],
});
