import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DiscoveryCommands from './discovery_commands.ts';

const run = (...lines: string[]) =>
  given('sample.exe', ...lines.map((command_line): GivenCall => ['CreateProcessInternalW', { command_line }]));

new SignatureTester().run(DiscoveryCommands, {
  detects: [
    {
      name: 'three tools',
      results: run('whoami /all', 'notepad', 'cmd /c ipconfig', 'C:\\Windows\\System32\\systeminfo.exe'),
      data: [0, 2, 3].map((cid) =>
        expectCall(cid, ['whoami /all', '', 'cmd /c ipconfig', 'C:\\Windows\\System32\\systeminfo.exe'][cid]!),
      ),
    },
    { name: 'three questions of one tool', results: run('net user', 'net view', 'net localgroup administrators') },
    { name: 'three in one line', results: run('cmd /c whoami', 'cmd /c "tasklist & arp -a"', 'wmic os get caption') },
  ],
  ignores: [
    { name: 'two tools', results: run('whoami', 'ipconfig /all') },
    { name: 'one tool three times', results: run('ping a', 'ipconfig', 'ipconfig /all', 'ipconfig /release') },
    { name: 'names that contain them', results: run('mywhoami.exe', 'ipconfigurator', 'sharpie arpeggio') },
  ],
});

function expectCall(cid: number, command_line: string) {
  return { pid: 1000, process: 'sample.exe', cid, api: 'CreateProcessInternalW', command_line };
}
