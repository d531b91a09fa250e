import { given, SignatureTester } from 'ovoscope/testing';
import PowershellInMemory from './powershell_in_memory.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PowershellInMemory, {
  detects: [
    {
      name: 'an assembly',
      results: run('powershell -c "[Reflection.Assembly]::Load($b).EntryPoint.Invoke($null,$null)"'),
    },
    {
      name: 'what was packed',
      results: run(
        'powershell "IEX (New-Object IO.StreamReader((New-Object IO.Compression.GzipStream($m,0)))).ReadToEnd()"',
      ),
    },
  ],
  ignores: [
    { name: 'a library in a file', results: run('powershell "Add-Type -Path C:\\a.dll"') },
    { name: 'an expression', results: run('powershell "Invoke-Expression $command"') },
  ],
});
