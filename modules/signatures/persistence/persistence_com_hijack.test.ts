import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceComHijack from './persistence_com_hijack.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceComHijack, {
  detects: [
    {
      name: 'a library in AppData',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\InprocServer32`,
        String.raw`C:\Users\a\AppData\Local\x.dll`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`C:\Users\a\AppData\Local\x.dll`,
          regkey: String.raw`HKEY_CURRENT_USER\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\InprocServer32`,
        },
      ],
    },
    {
      name: 'a scriptlet',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\InprocServer32\x`,
        String.raw`C:\Windows\System32\scrobj.dll`,
      ),
    },
  ],
  ignores: [
    {
      name: 'an installed program',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\InprocServer32`,
        String.raw`C:\Program Files\App\app.dll`,
      ),
    },
    {
      name: 'for all users',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\InprocServer32`,
        String.raw`C:\Users\a\AppData\x.dll`,
      ),
    },
    {
      name: 'its name',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Classes\CLSID\{0E119E63-267A-4030-8C80-5B9972E0A456}\x`,
        String.raw`C:\Users\a\AppData\x.dll`,
      ),
    },
  ],
});
