import { given, SignatureTester } from 'ovoscope/testing';
import DisablesUpdates from './disables_updates.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesUpdates, {
  detects: [
    {
      name: 'by policy',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU\\NoAutoUpdate', 1),
    },
    { name: 'the service', results: run('sc config wuauserv start= disabled') },
  ],
  ignores: [
    {
      name: 'allowing it',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU\\NoAutoUpdate', 0),
    },
    { name: 'starting the service', results: run('sc start wuauserv') },
  ],
});
