import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceAppinitDlls from './persistence_appinit_dlls.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(PersistenceAppinitDlls, {
  detects: [
    {
      name: 'AppInit',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows\AppInit_DLLs`,
        String.raw`C:\a.dll`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`C:\a.dll`,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows\AppInit_DLLs`,
        },
      ],
    },
    {
      name: 'AppCert',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager\AppCertDlls\a`,
        String.raw`C:\a.dll`,
      ),
    },
  ],
  ignores: [
    {
      name: 'the list only read',
      results: read(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows\AppInit_DLLs`),
    },
    {
      name: 'another value',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Windows\DeviceNotSelectedTimeout`,
        15,
      ),
    },
  ],
});
