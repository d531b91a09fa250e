import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DoubleExtension from './double_extension.ts';

const write = (filepath: string): GivenCall => ['NtWriteFile', { filepath }];

new SignatureTester().run(DoubleExtension, {
  detects: [
    {
      name: 'a document that is a program',
      results: given('sample.exe', write('C:\\a.pdf'), write('C:\\invoice.pdf.exe')),
      data: [{ pid: 1000, process: 'sample.exe', cid: 1, api: 'NtWriteFile', filepath: 'C:\\invoice.pdf.exe' }],
    },
    { name: 'its ending out of sight', results: given('sample.exe', write(`C:\\photo${' '.repeat(40)}.scr`)) },
    { name: 'its name turned round', results: given('sample.exe', write('C:\\ann\u202exslx.exe')) },
  ],
  ignores: [
    given('sample.exe', write('C:\\setup.exe')),
    { name: 'a version in the name', results: given('sample.exe', write('C:\\setup-1.2.exe')) },
    { name: 'a document', results: given('sample.exe', write('C:\\a.exe.pdf')) },
    { name: 'only looked at', results: given('sample.exe', ['NtOpenFile', { filepath: 'C:\\invoice.pdf.exe' }]) },
  ],
});
