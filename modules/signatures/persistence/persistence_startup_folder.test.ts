import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceStartupFolder from './persistence_startup_folder.ts';

const folder = String.raw`C:\Users\a\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup`;

new SignatureTester().run(PersistenceStartupFolder, {
  detects: [
    {
      name: 'a script written there',
      results: given(
        'sample.exe',
        ['NtCreateFile', { filepath: 'C:\\x' }],
        ['NtWriteFile', { filepath: `${folder}\\a.vbs` }],
      ),
      data: [{ pid: 1000, process: 'sample.exe', cid: 1, api: 'NtWriteFile', filepath: `${folder}\\a.vbs` }],
    },
    {
      name: 'a copy of itself',
      results: given('sample.exe', ['CopyFileW', { oldfilepath: 'C:\\sample.exe', newfilepath: `${folder}\\b.exe` }]),
      data: [{ filepath: `${folder}\\b.exe` }],
    },
  ],
  ignores: [
    { name: 'the folder looked at', results: given('sample.exe', ['NtOpenFile', { filepath: `${folder}\\a.lnk` }]) },
    {
      name: "the folder's own settings",
      results: given('explorer.exe', ['NtWriteFile', { filepath: `${folder}\\desktop.ini` }]),
    },
    given('sample.exe', ['NtWriteFile', { filepath: 'C:\\Startup\\a.exe' }]),
  ],
});
