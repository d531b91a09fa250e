import { given, SignatureTester } from 'ovoscope/testing';
import StopsSecurityPrograms from './stops_security_programs.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(StopsSecurityPrograms, {
  detects: [
    {
      name: 'a process',
      results: run('taskkill /f /im MsMpEng.exe'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'taskkill /f /im MsMpEng.exe',
        },
      ],
    },
    { name: 'a service', results: run('net stop wscsvc') },
    { name: 'for good', results: run('sc config wuauserv start= disabled') },
    { name: 'PowerShell', results: run('powershell Stop-Service -Name SAVService') },
    {
      name: 'cut off by a rule, where only the process is known',
      results: given({
        name: 'netsh.exe',
        command_line: 'netsh advfirewall firewall add rule name="a" dir=out action=block program="C:/MpCmdRun.exe"',
      }),
      data: [
        {
          pid: 1000,
          process: 'netsh.exe',
          command_line: 'netsh advfirewall firewall add rule name="a" dir=out action=block program="C:/MpCmdRun.exe"',
        },
      ],
    },
  ],
  ignores: [
    {
      name: 'a rule for another program',
      results: run('netsh advfirewall firewall add rule name=a dir=out action=block program=C:/a.exe'),
    },
    { name: 'another process', results: run('taskkill /f /im notepad.exe') },
    { name: 'another service', results: run('net stop Spooler') },
    { name: 'a question', results: run('sc query wuauserv') },
  ],
});
