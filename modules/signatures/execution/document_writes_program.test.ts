import { given, SignatureTester } from 'ovoscope/testing';
import DocumentWritesProgram from './document_writes_program.ts';

const write = (filepath: string, name = 'WINWORD.EXE') => given(name, ['NtWriteFile', { filepath, buffer: 'MZ' }]);

new SignatureTester().run(DocumentWritesProgram, {
  detects: [
    { name: 'Word', results: write('C:\\Users\\a\\AppData\\Local\\Temp\\x.exe') },
    {
      name: 'a reader that downloads',
      results: given('AcroRd32.exe', [
        'URLDownloadToFileW',
        { url: 'http://e.example/a', filepath: 'C:\\ProgramData\\a.js' },
      ]),
    },
  ],
  ignores: [
    { name: 'a document', results: write('C:\\Users\\a\\b.docx') },
    { name: 'another program', results: write('C:\\Users\\a\\x.exe', 'setup.exe') },
    {
      name: 'a shortcut to a document',
      results: write('C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\b.lnk'),
    },
  ],
});
