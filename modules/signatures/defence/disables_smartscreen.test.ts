import { given, SignatureTester } from 'ovoscope/testing';
import DisablesSmartscreen from './disables_smartscreen.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesSmartscreen, {
  detects: [
    {
      name: 'for Explorer',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\SmartScreenEnabled',
        'Off',
      ),
    },
    {
      name: 'by policy',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\System\\EnableSmartScreen', 0),
    },
    {
      name: 'with reg',
      results: run(
        'reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\System /v EnableSmartScreen /t REG_DWORD /d 0 /f',
      ),
    },
  ],
  ignores: [
    {
      name: 'switching it on',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\System\\EnableSmartScreen', 1),
    },
    {
      name: 'another value',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Enabled', 0),
    },
  ],
});
