import { given, SignatureTester } from 'ovoscope/testing';
import DisablesUac from './disables_uac.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(DisablesUac, {
  detects: [
    {
      name: 'altogether',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`,
        0,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 0,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`,
        },
      ],
    },
    {
      name: 'the question',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\ConsentPromptBehaviorAdmin`,
        '0',
      ),
    },
    {
      name: 'for remote users',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\LocalAccountTokenFilterPolicy`,
        1,
      ),
    },
  ],
  ignores: [
    {
      name: 'switched on',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`,
        1,
      ),
    },
    {
      name: 'only read',
      results: read(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`),
    },
    {
      name: 'another value',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableCAD`,
        0,
      ),
    },
  ],
});
