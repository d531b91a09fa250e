import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceActiveSetup from './persistence_active_setup.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(PersistenceActiveSetup, {
  detects: [
    {
      name: 'a command',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Active Setup\Installed Components\{A1B2}\StubPath`,
        String.raw`C:\a.exe`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`C:\a.exe`,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Active Setup\Installed Components\{A1B2}\StubPath`,
        },
      ],
    },
    {
      name: 'in the 32-bit view',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Active Setup\Installed Components\{A1B2}\StubPath`,
        String.raw`C:\a.exe`,
      ),
    },
  ],
  ignores: [
    {
      name: 'the command only read',
      results: read(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Active Setup\Installed Components\{A1B2}\StubPath`,
      ),
    },
    {
      name: 'its version',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Active Setup\Installed Components\{A1B2}\Version`,
        '1,0',
      ),
    },
  ],
});
