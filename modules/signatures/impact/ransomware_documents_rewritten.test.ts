import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import RansomwareDocumentsRewritten from './ransomware_documents_rewritten.ts';

const kinds = ['docx', 'xlsx', 'pdf', 'jpg', 'txt'];
const documents = (count: number, apis: string[], endings = kinds) =>
  given(
    'sample.exe',
    ...Array.from(
      { length: count },
      (_, i) => `C:\\Users\\a\\Documents\\file ${i}.${endings[i % endings.length]}`,
    ).flatMap((filepath) => apis.map((api): GivenCall => [api, { filepath, buffer: 'x' }])),
  );

new SignatureTester().run(RansomwareDocumentsRewritten, {
  detects: [
    { name: 'read and written', results: documents(40, ['NtReadFile', 'NtWriteFile']) },
    { name: 'as many as it takes', results: documents(20, ['NtReadFile', 'NtWriteFile']) },
  ],
  ignores: [
    { name: 'only written', results: documents(40, ['NtWriteFile']) },
    { name: 'a few', results: documents(6, ['NtReadFile', 'NtWriteFile']) },
    { name: 'of one kind', results: documents(40, ['NtReadFile', 'NtWriteFile'], ['jpg']) },
  ],
});
