import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceRemoteDesktop from './persistence_remote_desktop.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceRemoteDesktop, {
  detects: [
    {
      name: 'in the registry',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections', 0),
    },
    {
      name: 'with reg',
      results: run(
        'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 0 /f',
      ),
    },
  ],
  ignores: [
    {
      name: 'forbidding it',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections', 1),
    },
    {
      name: 'asking for it',
      results: run('reg query "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server" /v fDenyTSConnections'),
    },
  ],
});
