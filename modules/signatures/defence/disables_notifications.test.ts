import { given, SignatureTester } from 'ovoscope/testing';
import DisablesNotifications from './disables_notifications.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesNotifications, {
  detects: [
    {
      name: 'of the security centre',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Security Center\\AntiVirusDisableNotify', 1),
    },
    {
      name: 'all of them',
      results: run(
        'reg add HKCU\\Software\\Policies\\Microsoft\\Windows\\Explorer /v DisableNotificationCenter /t REG_DWORD /d 1',
      ),
    },
  ],
  ignores: [
    {
      name: 'showing them',
      results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Security Center\\AntiVirusDisableNotify', 0),
    },
    {
      name: 'another value',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer\\NoDriveTypeAutoRun',
        1,
      ),
    },
  ],
});
