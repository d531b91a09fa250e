import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsWdigest from './credentials_wdigest.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsWdigest, {
  detects: [
    {
      name: 'in the registry',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest\\UseLogonCredential',
        1,
      ),
    },
    {
      name: 'restricted admin',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\DisableRestrictedAdmin', 0),
    },
    {
      name: 'with reg',
      results: run(
        'reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest /v UseLogonCredential /t REG_DWORD /d 1',
      ),
    },
  ],
  ignores: [
    {
      name: 'switching it off',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest\\UseLogonCredential',
        0,
      ),
    },
    {
      name: 'another value',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest\\Negotiate', 0),
    },
    { name: 'asking', results: run('reg query HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest') },
  ],
});
