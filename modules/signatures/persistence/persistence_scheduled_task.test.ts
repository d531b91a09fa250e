import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceScheduledTask from './persistence_scheduled_task.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceScheduledTask, {
  detects: [
    {
      name: 'schtasks',
      results: run('"C:\\Windows\\system32\\schtasks.exe" /create /tn upd /tr C:\\u.exe /sc hourly'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: '"C:\\Windows\\system32\\schtasks.exe" /create /tn upd /tr C:\\u.exe /sc hourly',
        },
      ],
    },
    { name: 'at', results: run('at 12:30 /every:m,t C:\\u.exe') },
    { name: 'PowerShell', results: run('powershell -c Register-ScheduledTask -TaskName u') },
    {
      name: 'a report without calls',
      results: given.container({ behavior: { summary: { executed_commands: ['schtasks /Create /tn u'] } } }),
      data: [{ command_line: 'schtasks /Create /tn u' }],
    },
  ],
  ignores: [run('schtasks /query /fo csv'), run('schtasks /run /tn upd'), run('notepad look at 12:30.txt.create')],
});
