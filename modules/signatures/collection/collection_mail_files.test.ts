import { given, SignatureTester } from 'ovoscope/testing';
import CollectionMailFiles from './collection_mail_files.ts';

const touch = (filepath: string) => given('sample.exe', ['NtCreateFile', { filepath }]);

new SignatureTester().run(CollectionMailFiles, {
  detects: [
    { name: 'Outlook', results: touch('C:\\Users\\a\\Documents\\Outlook Files\\a.pst') },
    { name: 'one mail', results: touch('C:\\Users\\a\\b.eml') },
  ],
  ignores: [
    { name: 'a document', results: touch('C:\\Users\\a\\b.docx') },
    { name: 'a name like it', results: touch('C:\\a\\post.txt') },
  ],
});
