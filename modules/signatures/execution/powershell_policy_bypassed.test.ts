import { given, SignatureTester } from 'ovoscope/testing';
import PowershellPolicyBypassed from './powershell_policy_bypassed.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PowershellPolicyBypassed, {
  detects: [
    { name: 'at the start', results: run('powershell.exe -ExecutionPolicy Bypass -File C:\\Users\\a\\x.ps1') },
    { name: 'for ever', results: run('powershell "Set-ExecutionPolicy Unrestricted -Force"') },
  ],
  ignores: [
    { name: 'an ordinary start', results: run('powershell.exe -File C:\\x.ps1') },
    { name: 'asking', results: run('powershell Get-ExecutionPolicy') },
    {
      name: 'the sample, as the sandbox starts it',
      results: {
        ...run('powershell -ExecutionPolicy bypass -File C:\\Temp\\sample.ps1'),
        target: { category: 'file', file: { name: 'sample.ps1' } },
      },
    },
  ],
});
