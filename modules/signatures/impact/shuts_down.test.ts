import { given, SignatureTester } from 'ovoscope/testing';
import ShutsDown from './shuts_down.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ShutsDown, {
  detects: [
    { name: 'at once', results: run('shutdown.exe /r /t 0 /f') },
    { name: 'with PowerShell', results: run('powershell Restart-Computer -Force') },
  ],
  ignores: [
    { name: 'cancelling it', results: run('shutdown /a') },
    { name: 'a file of that name', results: run('notepad C:\\reboot.txt') },
  ],
});
