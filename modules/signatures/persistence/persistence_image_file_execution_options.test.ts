import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceImageFileExecutionOptions from './persistence_image_file_execution_options.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(PersistenceImageFileExecutionOptions, {
  detects: [
    {
      name: 'a debugger for another program',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe\Debugger`,
        String.raw`C:\Windows\System32\cmd.exe`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: String.raw`C:\Windows\System32\cmd.exe`,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe\Debugger`,
        },
      ],
    },
    {
      name: 'a monitor for its end',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\SilentProcessExit\notepad.exe\MonitorProcess`,
        String.raw`C:\a.exe`,
      ),
    },
  ],
  ignores: [
    {
      name: 'the options only read',
      results: read(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe\Debugger`,
      ),
    },
    {
      name: 'another option',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\a.exe\UseLargePages`,
        1,
      ),
    },
  ],
});
