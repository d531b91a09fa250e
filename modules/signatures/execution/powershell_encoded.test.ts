import { given, SignatureTester } from 'ovoscope/testing';
import PowershellEncoded from './powershell_encoded.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);
const encoded = Buffer.from('Get-Date', 'utf16le').toString('base64');

new SignatureTester().run(PowershellEncoded, {
  detects: [
    {
      name: 'the command decoded',
      results: run(`powershell.exe -nop -enc ${encoded}`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: `powershell.exe -nop -enc ${encoded}`,
          decoded: 'Get-Date',
        },
      ],
    },
    {
      name: 'the shortest form',
      results: run(`C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe /e ${encoded}`),
    },
  ],
  ignores: [
    run('powershell.exe -ExecutionPolicy bypass -File C:\\a.ps1'),
    run(`other.exe -enc ${encoded}`),
    run('powershell.exe -Encoding utf8'),
  ],
});
