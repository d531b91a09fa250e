import { given, SignatureTester } from 'ovoscope/testing';
import ScriptWritesProgram from './script_writes_program.ts';

const write = (filepath: string, name = 'wscript.exe') => given(name, ['NtWriteFile', { filepath, buffer: 'MZ' }]);

new SignatureTester().run(ScriptWritesProgram, {
  detects: [
    { name: 'a program', results: write('C:\\Users\\a\\x.exe') },
    { name: 'PowerShell', results: write('C:\\ProgramData\\x.dll', 'powershell.exe') },
  ],
  ignores: [
    { name: 'a text', results: write('C:\\Users\\a\\x.txt') },
    {
      name: 'a try of the policy',
      results: write('C:\\Users\\a\\AppData\\Local\\Temp\\__PSScriptPolicyTest_a.b.ps1', 'powershell.exe'),
    },
    { name: 'a program', results: write('C:\\Users\\a\\x.exe', 'setup.exe') },
  ],
});
