import { given, SignatureTester } from 'ovoscope/testing';
import ClearsEventLogs from './clears_event_logs.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ClearsEventLogs, {
  detects: [
    {
      name: 'one log',
      results: run('wevtutil cl Security'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'wevtutil cl Security',
        },
      ],
    },
    { name: 'by its long name', results: run('wevtutil.exe clear-log System') },
    { name: 'PowerShell', results: run('powershell Clear-EventLog -LogName Application') },
    { name: 'the journal of changes', results: run('fsutil usn deletejournal /D C:') },
  ],
  ignores: [
    { name: 'the list of logs', results: run('wevtutil el') },
    { name: 'a question', results: run('powershell Get-EventLog -LogName System') },
  ],
});
