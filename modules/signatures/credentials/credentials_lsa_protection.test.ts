import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsLsaProtection from './credentials_lsa_protection.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsLsaProtection, {
  detects: [
    {
      name: 'in the registry',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\RunAsPPL', 0),
    },
    {
      name: 'with reg',
      results: run('reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa /v RunAsPPL /t REG_DWORD /d 0 /f'),
    },
  ],
  ignores: [
    {
      name: 'switching it on',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\RunAsPPL', 1),
    },
    {
      name: 'another setting',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel', 0),
    },
  ],
});
