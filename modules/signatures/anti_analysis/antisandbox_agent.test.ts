import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxAgent from './antisandbox_agent.ts';

const touch = (filepath: string) => given('sample.exe', ['NtCreateFile', { filepath }]);

new SignatureTester().run(AntisandboxAgent, {
  detects: [
    { name: 'the agent', results: touch('C:\\Users\\a\\agent.pyw') },
    { name: 'the monitor', results: touch('C:\\tmpabc\\bin\\cuckoomon.dll') },
  ],
  ignores: [
    { name: 'another script', results: touch('C:\\Users\\a\\setup.py') },
    { name: 'a program', results: touch('C:\\Program Files\\Agent\\agent.exe') },
  ],
});
