import { given, SignatureTester } from 'ovoscope/testing';
import ClearsCommandHistory from './clears_command_history.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ClearsCommandHistory, {
  detects: [
    {
      name: 'of PowerShell',
      results: run('powershell -c "Remove-Item (Get-PSReadlineOption).HistorySavePath; Clear-History"'),
    },
    { name: 'of a Linux shell', results: run('sh -c "unset HISTFILE; history -c"') },
  ],
  ignores: [
    { name: 'showing it', results: run('powershell -c "Get-History"') },
    { name: 'a program of that name', results: run('C:\\a\\history.exe') },
  ],
});
