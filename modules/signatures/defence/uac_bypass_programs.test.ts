import { given, SignatureTester } from 'ovoscope/testing';
import UacBypassPrograms from './uac_bypass_programs.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(UacBypassPrograms, {
  detects: [
    { name: 'from a folder with a space at its end', results: run('C:\\Windows \\System32\\winsat.exe') },
    { name: 'the optional features', results: run('C:\\Windows\\System32\\fodhelper.exe') },
    {
      name: 'the task for disks',
      results: run('schtasks.exe /run /tn \\Microsoft\\Windows\\DiskCleanup\\SilentCleanup /I'),
    },
  ],
  ignores: [
    { name: 'with a log', results: run('eventvwr.exe C:\\logs\\a.evtx') },
    { name: 'another program', results: run('C:\\Windows\\System32\\notepad.exe') },
  ],
});
