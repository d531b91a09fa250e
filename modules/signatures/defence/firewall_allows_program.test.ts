import { given, SignatureTester } from 'ovoscope/testing';
import FirewallAllowsProgram from './firewall_allows_program.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(FirewallAllowsProgram, {
  detects: [
    {
      name: 'the older command',
      results: run(String.raw`netsh firewall add allowedprogram C:\a.exe a ENABLE`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`netsh firewall add allowedprogram C:\a.exe a ENABLE`,
        },
      ],
    },
    {
      name: 'a rule',
      results: run(String.raw`netsh advfirewall firewall add rule name=a dir=in action=allow program=C:\a.exe`),
    },
    { name: 'PowerShell', results: run('powershell New-NetFirewallRule -DisplayName a -Action Allow') },
  ],
  ignores: [
    { name: 'a rule that blocks', results: run('netsh advfirewall firewall add rule name=a dir=in action=block') },
    { name: 'the list', results: run('netsh firewall show config') },
  ],
});
