import { given, SignatureTester } from 'ovoscope/testing';
import AlternateDataStream from './alternate_data_stream.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(AlternateDataStream, {
  detects: [
    { name: 'behind a file', results: touch('C:\\Users\\a\\readme.txt:evil.exe') },
    { name: 'in full', results: touch('C:\\ProgramData\\a.log:x:$DATA') },
  ],
  ignores: [
    { name: 'the mark of the web', results: touch('C:\\Users\\a\\a.exe:Zone.Identifier') },
    { name: 'a file', results: touch('C:\\Users\\a\\a.exe') },
  ],
});
