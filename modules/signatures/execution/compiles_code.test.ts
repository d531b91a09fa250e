import { given, SignatureTester } from 'ovoscope/testing';
import CompilesCode from './compiles_code.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CompilesCode, {
  detects: [
    {
      name: 'with .NET',
      results: run(
        '"C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe" /noconfig /fullpaths @"C:\\Users\\a\\AppData\\Local\\Temp\\x.cmdline"',
      ),
    },
    { name: 'on Linux', results: run('gcc -o /tmp/e /tmp/e.c') },
  ],
  ignores: [
    { name: 'help', results: run('csc.exe /?') },
    { name: 'another program', results: run('C:\\a\\cscript.exe //nologo a.vbs') },
  ],
});
