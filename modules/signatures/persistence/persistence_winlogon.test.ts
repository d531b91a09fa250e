import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceWinlogon from './persistence_winlogon.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(PersistenceWinlogon, {
  detects: [
    {
      name: 'a second shell',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\Shell`,
        String.raw`explorer.exe,C:\a.exe`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`explorer.exe,C:\a.exe`,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\Shell`,
        },
      ],
    },
    {
      name: 'userinit',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\Userinit`,
        String.raw`C:\a.exe`,
      ),
    },
  ],
  ignores: [
    {
      name: 'the shell only read',
      results: read(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\Shell`),
    },
    {
      name: 'another value',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\LegalNoticeText`,
        'x',
      ),
    },
  ],
});
