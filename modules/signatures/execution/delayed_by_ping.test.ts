import { given, SignatureTester } from 'ovoscope/testing';
import DelayedByPing from './delayed_by_ping.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DelayedByPing, {
  detects: [
    { name: 'and then deletes', results: run('cmd.exe /c ping 127.0.0.1 -n 6 > nul & del C:\\a.exe') },
    { name: 'with choice', results: run('cmd /c choice /C Y /N /D Y /T 3 & Del "C:\\a.exe"') },
  ],
  ignores: [
    { name: 'a host', results: run('ping 192.0.2.1') },
    { name: 'a pause', results: run('timeout /t 5') },
  ],
});
