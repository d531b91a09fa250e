import { given, SignatureTester } from 'ovoscope/testing';
import DisablesSystemTools from './disables_system_tools.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(DisablesSystemTools, {
  detects: [
    {
      name: 'the task manager',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableTaskMgr`,
        1,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 1,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableTaskMgr`,
        },
      ],
    },
    {
      name: 'the registry editor',
      results: set(
        String.raw`HKEY_CURRENT_USER\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableRegistryTools`,
        '1',
      ),
    },
    {
      name: 'the shell',
      results: set(String.raw`HKEY_CURRENT_USER\Software\Policies\Microsoft\Windows\System\DisableCMD`, 2),
    },
  ],
  ignores: [
    {
      name: 'given back',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableTaskMgr`,
        0,
      ),
    },
    {
      name: 'only read',
      results: read(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\DisableTaskMgr`,
      ),
    },
    {
      name: 'another policy',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\legalnoticetext`,
        'x',
      ),
    },
  ],
});
