import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import RansomwareNotes from './ransomware_notes.ts';

const FOLDERS = ['Desktop', 'Documents', 'Pictures', 'Music', 'Videos'];
const writes = (...names: string[]) =>
  given(
    'sample.exe',
    ...FOLDERS.flatMap((folder) =>
      names.map((name): GivenCall => ['NtWriteFile', { filepath: `C:\\Users\\a\\${folder}\\${name}`, buffer: 'pay' }]),
    ),
  );

new SignatureTester().run(RansomwareNotes, {
  detects: [
    {
      name: 'one note',
      results: writes('HOW_TO_DECRYPT.html'),
      data: FOLDERS.map((folder) => ({ filepath: `C:\\Users\\a\\${folder}\\HOW_TO_DECRYPT.html` })),
    },
    { name: 'a note and a picture', results: writes('_READ_THIS_FILE_.txt', '_help_.jpg', 'x.dat') },
  ],
  ignores: [
    { name: 'ordinary names', results: writes('index.html', 'a.txt') },
    { name: 'a program', results: writes('readme.exe') },
    { name: 'in one folder', results: given('sample.exe', ['NtWriteFile', { filepath: 'C:\\readme.txt' }]) },
  ],
});
