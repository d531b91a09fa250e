import { given, SignatureTester } from 'ovoscope/testing';
import HidesAccount from './hides_account.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(HidesAccount, {
  detects: [
    {
      name: 'in the registry',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList\\support',
        0,
      ),
    },
    {
      name: 'with reg',
      results: run(
        'reg add "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList" /v support /t REG_DWORD /d 0',
      ),
    },
  ],
  ignores: [
    {
      name: 'showing it',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList\\support',
        1,
      ),
    },
    {
      name: 'another setting',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Background', 0),
    },
  ],
});
