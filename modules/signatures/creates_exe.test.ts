import { given, SignatureTester } from 'ovoscope/testing';
import CreatesExe from './creates_exe.ts';

new SignatureTester().run(CreatesExe, {
  needs: ['behavior'],
  detects: [
    {
      name: 'a program among the files',
      results: given.container({ behavior: { summary: { files: ['C:\\a.txt', 'C:\\b.exe', 'C:\\c.exe'] } } }),
      data: [{ file_name: 'C:\\b.exe' }],
    },
    {
      name: 'a program written by a process',
      results: given('sample.exe', ['NtWriteFile', { filepath: 'C:\\Users\\a\\x.exe', buffer: 'MZ' }]),
      data: [{ file_name: 'C:\\Users\\a\\x.exe' }],
    },
  ],
  ignores: [
    given.container({ behavior: { summary: { files: ['C:\\a.txt', 'C:\\exe'] } } }),
    { name: 'the ending in the middle', results: given('sample.exe', ['NtWriteFile', { filepath: 'C:\\a.exe.txt' }]) },
  ],
});
