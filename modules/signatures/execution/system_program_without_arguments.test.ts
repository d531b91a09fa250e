import { given, SignatureTester } from 'ovoscope/testing';
import SystemProgramWithoutArguments from './system_program_without_arguments.ts';

const start = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(SystemProgramWithoutArguments, {
  detects: [
    { name: 'svchost', results: start('C:\\Windows\\System32\\svchost.exe') },
    { name: 'a tool of .NET', results: start('"C:\\Windows\\Microsoft.NET\\Framework\\v4.0.30319\\RegAsm.exe"') },
  ],
  ignores: [
    { name: 'with arguments', results: start('C:\\Windows\\System32\\svchost.exe -k netsvcs') },
    { name: 'another program', results: start('C:\\Windows\\System32\\notepad.exe') },
  ],
});
