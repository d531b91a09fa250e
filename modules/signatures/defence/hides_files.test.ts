import { given, SignatureTester } from 'ovoscope/testing';
import HidesFiles from './hides_files.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(HidesFiles, {
  detects: [
    {
      name: 'hidden files',
      results: set(String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\Hidden`, 2),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 2,
          regkey: String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\Hidden`,
        },
      ],
    },
    {
      name: 'endings',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\HideFileExt`,
        1,
      ),
    },
    {
      name: 'system files',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\ShowSuperHidden`,
        0,
      ),
    },
    {
      name: 'by attribute',
      results: run(String.raw`attrib +h +s C:\a.exe`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`attrib +h +s C:\a.exe`,
        },
      ],
    },
  ],
  ignores: [
    {
      name: 'shown',
      results: set(String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\Hidden`, 1),
    },
    {
      name: 'endings shown',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\HideFileExt`,
        0,
      ),
    },
    {
      name: 'another setting',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced\TaskbarSizeMove`,
        0,
      ),
    },
    { name: 'made visible', results: run(String.raw`attrib -h -s C:\a.exe`) },
  ],
});
