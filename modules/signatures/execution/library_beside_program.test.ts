import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import LibraryBesideProgram from './library_beside_program.ts';

const write = (filepath: string): GivenCall => ['NtWriteFile', { filepath, buffer: 'MZ' }];
const start = (command_line: string): GivenCall => ['CreateProcessInternalW', { command_line }];
const folder = 'C:\\ProgramData\\Update\\';

new SignatureTester().run(LibraryBesideProgram, {
  detects: [
    {
      name: 'both and a start',
      results: given('sample.exe', write(`${folder}a.exe`), write(`${folder}b.dll`), start(`${folder}a.exe`)),
    },
    {
      name: 'with quotes',
      results: given('sample.exe', write(`${folder}b.dll`), write(`${folder}a.exe`), start(`"${folder}a.exe"`)),
    },
  ],
  ignores: [
    { name: 'without a start', results: given('sample.exe', write(`${folder}a.exe`), write(`${folder}b.dll`)) },
    {
      name: 'in two folders',
      results: given('sample.exe', write(`${folder}a.exe`), write(`${folder}x\\b.dll`), start(`${folder}a.exe`)),
    },
  ],
});
