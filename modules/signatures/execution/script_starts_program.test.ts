import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import ScriptStartsProgram from './script_starts_program.ts';

const start = (command_line: string): GivenCall => ['CreateProcessInternalW', { command_line }];

new SignatureTester().run(ScriptStartsProgram, {
  detects: [
    {
      name: 'PowerShell from a script',
      results: given('WScript.exe', start('powershell -c x')),
      data: [
        { pid: 1000, process: 'WScript.exe', cid: 0, api: 'CreateProcessInternalW', command_line: 'powershell -c x' },
      ],
    },
    {
      name: 'a shell from an HTML application',
      results: given('mshta.exe', ['ShellExecuteExW', { FilePath: 'cmd.exe' }]),
    },
  ],
  ignores: [
    { name: 'a viewer', results: given('wscript.exe', start('notepad.exe a.txt')) },
    { name: 'PowerShell from elsewhere', results: given('sample.exe', start('powershell -c x')) },
  ],
});
