import { given, SignatureTester } from 'ovoscope/testing';
import LooksForRunningTools from './looks_for_running_tools.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LooksForRunningTools, {
  detects: [
    { name: 'with findstr', results: run('cmd /c tasklist | findstr /I "wrsa opssvc"') },
    { name: 'with PowerShell', results: run('powershell Get-Process MsMpEng') },
  ],
  ignores: [
    { name: 'all of them', results: run('tasklist /v') },
    { name: 'another word', results: run('findstr /i "total" report.txt') },
  ],
});
