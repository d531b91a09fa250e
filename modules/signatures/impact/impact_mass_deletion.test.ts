import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import ImpactMassDeletion from './impact_mass_deletion.ts';

const deletes = (count: number, folder: string, ending = 'docx') =>
  given(
    'sample.exe',
    ...Array.from({ length: count }, (_, i): GivenCall => ['DeleteFileW', { filepath: `${folder}\\${i}.${ending}` }]),
  );
const documents = 'C:\\Users\\a\\Documents';

new SignatureTester().run(ImpactMassDeletion, {
  detects: [
    {
      name: 'documents',
      results: deletes(30, documents),
      data: [{ files: 30 }, ...Array.from({ length: 20 }, (_, i) => ({ filepath: `${documents}\\${i}.docx` }))],
    },
    { name: 'pictures on Windows XP', results: deletes(25, 'C:\\Documents and Settings\\a\\My Documents', 'jpg') },
  ],
  ignores: [
    { name: 'a few', results: deletes(10, documents) },
    { name: 'temporary files', results: deletes(99, 'C:\\Users\\a\\AppData\\Local\\Temp', 'txt') },
    { name: 'files of a program', results: deletes(99, 'C:\\Program Files\\App', 'txt') },
    { name: 'other kinds', results: deletes(99, documents, 'obj') },
  ],
});
