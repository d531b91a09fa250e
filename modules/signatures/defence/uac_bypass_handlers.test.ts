import { given, SignatureTester } from 'ovoscope/testing';
import UacBypassHandlers from './uac_bypass_handlers.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(UacBypassHandlers, {
  detects: [
    {
      name: 'the settings',
      results: set(String.raw`HKEY_CURRENT_USER\Software\Classes\ms-settings\shell\open\command\DelegateExecute`, ''),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: '',
          regkey: String.raw`HKEY_CURRENT_USER\Software\Classes\ms-settings\shell\open\command\DelegateExecute`,
        },
      ],
    },
    {
      name: 'the console',
      results: set(
        String.raw`HKEY_USERS\S-1-5-21-1\Software\Classes\mscfile\shell\open\command\x`,
        String.raw`C:\a.exe`,
      ),
    },
    { name: 'the environment', results: set(String.raw`HKEY_CURRENT_USER\Environment\windir`, 'cmd /c x') },
  ],
  ignores: [
    {
      name: 'for all users',
      results: set(String.raw`HKEY_LOCAL_MACHINE\Software\Classes\mscfile\shell\open\command\x`, String.raw`C:\a.exe`),
    },
    {
      name: 'another type',
      results: set(String.raw`HKEY_CURRENT_USER\Software\Classes\txtfile\shell\open\command\x`, 'notepad'),
    },
    { name: 'only read', results: read(String.raw`HKEY_CURRENT_USER\Environment\windir`) },
  ],
});
