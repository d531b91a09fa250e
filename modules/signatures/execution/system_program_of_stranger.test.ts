import { given, SignatureTester } from 'ovoscope/testing';
import SystemProgramOfStranger from './system_program_of_stranger.ts';

const start = (name: string, command_line: string) => given(name, ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(SystemProgramOfStranger, {
  detects: [
    { name: 'a service host', results: start('sample.exe', 'C:\\Windows\\System32\\svchost.exe -k netsvcs') },
    { name: 'the spooler', results: start('explorer.exe', 'spoolsv.exe') },
  ],
  ignores: [
    { name: 'the service manager', results: start('services.exe', 'C:\\Windows\\System32\\svchost.exe -k netsvcs -p') },
    { name: 'another program', results: start('sample.exe', 'notepad.exe') },
  ],
});
