import { given, SignatureTester } from 'ovoscope/testing';
import AntiemuWine from './antiemu_wine.ts';

new SignatureTester().run(AntiemuWine, {
  detects: [
    {
      name: 'the key',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_CURRENT_USER\SOFTWARE\Wine` },
        { status: 'FAILURE' },
      ]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegOpenKeyExA',
          regkey: String.raw`HKEY_CURRENT_USER\SOFTWARE\Wine`,
        },
      ],
    },
    {
      name: 'a function',
      results: given('sample.exe', [
        'LdrGetProcedureAddress',
        { module: 'kernel32', function_name: 'wine_get_unix_file_name' },
        { status: 'FAILURE' },
      ]),
    },
  ],
  ignores: [
    {
      name: 'another key',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_CURRENT_USER\SOFTWARE\Winery` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'another function',
      results: given('sample.exe', ['LdrGetProcedureAddress', { function_name: 'WinExec' }]),
    },
  ],
});
