import { given, SignatureTester } from 'ovoscope/testing';
import ClearsTraces from './clears_traces.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ClearsTraces, {
  detects: [
    { name: 'the journal of a disk', results: run('fsutil.exe usn deletejournal /D C:') },
    { name: 'what was started', results: run('cmd /c del /q C:\\Windows\\Prefetch\\*.pf') },
  ],
  ignores: [
    { name: 'asking for the journal', results: run('fsutil usn queryjournal C:') },
    { name: 'deleting a file', results: run('cmd /c del C:\\a.txt') },
  ],
});
