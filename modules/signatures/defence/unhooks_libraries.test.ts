import { given, SignatureTester } from 'ovoscope/testing';
import UnhooksLibraries from './unhooks_libraries.ts';

const read = (filepath: string, name = 'sample.exe') => given(name, ['NtReadFile', { filepath }]);

new SignatureTester().run(UnhooksLibraries, {
  detects: [
    { name: 'its file', results: read('C:\\Windows\\System32\\ntdll.dll') },
    {
      name: 'its section',
      results: given('sample.exe', ['NtOpenSection', { section_name: '\\KnownDlls\\ntdll.dll' }]),
    },
  ],
  ignores: [
    { name: 'another file', results: read('C:\\Windows\\System32\\drivers\\etc\\hosts') },
    { name: 'Windows itself', results: read('C:\\Windows\\System32\\ntdll.dll', 'MsMpEng.exe') },
  ],
});
