import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceRunKey from './persistence_run_key.ts';

const RUN = String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run`;

new SignatureTester().run(PersistenceRunKey, {
  detects: [
    {
      name: 'a program of the user',
      results: given('sample.exe', [
        'RegSetValueExA',
        { regkey: `${RUN}\\updater`, value: 'C:\\Users\\a\\AppData\\Roaming\\u.exe' },
      ]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExA',
          value: 'C:\\Users\\a\\AppData\\Roaming\\u.exe',
          regkey: `${RUN}\\updater`,
        },
      ],
    },
    {
      name: 'the handles of older monitors',
      results: given(
        'sample.exe',
        [
          'RegOpenKeyExA',
          { Registry: '0x80000001', SubKey: String.raw`Software\Microsoft\Windows\CurrentVersion\Run`, Handle: '0x1c' },
        ],
        ['RegSetValueExA', { Handle: '0x1c', ValueName: 'u', Type: '1', Buffer: 'C:\\u.exe' }],
      ),
    },
    {
      name: 'a report without calls',
      results: given.container({ behavior: { summary: { regkey_written: [`${RUN}Once\\u`] } } }),
      data: [{ regkey: `${RUN}Once\\u` }],
    },
  ],
  ignores: [
    { name: 'the key only opened', results: given('sample.exe', ['RegOpenKeyExA', { regkey: RUN }]) },
    {
      name: 'a key that begins alike',
      results: given('sample.exe', [
        'RegSetValueExA',
        { regkey: String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Runtime\x` },
      ]),
    },
    {
      name: 'a value that could not be set',
      results: given('sample.exe', ['RegSetValueExA', { regkey: `${RUN}\\u` }, { status: 'FAILURE' }]),
    },
  ],
});
