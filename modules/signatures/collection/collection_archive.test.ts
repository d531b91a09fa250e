import { given, SignatureTester } from 'ovoscope/testing';
import CollectionArchive from './collection_archive.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CollectionArchive, {
  detects: [
    { name: 'WinRAR', results: run('rar.exe a -r -hpSecret C:\\ProgramData\\x.rar C:\\Users\\a\\Documents') },
    { name: '7-Zip', results: run('"C:\\a\\7z.exe" a -pSecret x.7z *.docx') },
  ],
  ignores: [
    { name: 'without one', results: run('7z a x.7z *.docx') },
    { name: 'unpacking', results: run('7z x -pSecret x.7z') },
  ],
});
