import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceScreensaver from './persistence_screensaver.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(PersistenceScreensaver, {
  detects: [
    {
      name: 'the program',
      results: set(String.raw`HKEY_CURRENT_USER\Control Panel\Desktop\SCRNSAVE.EXE`, String.raw`C:\a.scr`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`C:\a.scr`,
          regkey: String.raw`HKEY_CURRENT_USER\Control Panel\Desktop\SCRNSAVE.EXE`,
        },
      ],
    },
    {
      name: 'in lower case',
      results: set(String.raw`HKEY_USERS\S-1-5-21-1\control panel\desktop\scrnsave.exe`, String.raw`C:\b.scr`),
    },
  ],
  ignores: [
    { name: 'the program only read', results: read(String.raw`HKEY_CURRENT_USER\Control Panel\Desktop\SCRNSAVE.EXE`) },
    { name: 'the time-out', results: set(String.raw`HKEY_CURRENT_USER\Control Panel\Desktop\ScreenSaveTimeOut`, 60) },
  ],
});
