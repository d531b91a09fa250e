import { given, SignatureTester } from 'ovoscope/testing';
import ChangesFileTimes from './changes_file_times.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ChangesFileTimes, {
  detects: [
    { name: 'in PowerShell', results: run('powershell -c "(Get-Item C:\\e.exe).CreationTime = \'01/01/2015 10:00\'"') },
    { name: 'as another file', results: run('sh -c "touch -r /bin/ls /tmp/e"') },
  ],
  ignores: [
    { name: 'asking for them', results: run('powershell -c "(Get-Item C:\\e.exe).CreationTime"') },
    { name: 'a new file', results: run('touch /tmp/a') },
  ],
});
