import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceNetshHelper from './persistence_netsh_helper.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceNetshHelper, {
  detects: [
    { name: 'in the registry', results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\NetSh\\evil', 'C:\\evil.dll') },
    { name: 'with the command', results: run('netsh.exe add helper C:\\evil.dll') },
  ],
  ignores: [
    { name: 'another key', results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\NetShell\\a', 'x') },
    { name: 'another command of netsh', results: run('netsh interface show interface') },
  ],
});
