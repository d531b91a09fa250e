import { given, SignatureTester } from 'ovoscope/testing';
import InjectionProcessFromSection from './injection_process_from_section.ts';

const make = (name: string, args: { [name: string]: string | number }) => given(name, ['NtCreateProcessEx', args]);

new SignatureTester().run(InjectionProcessFromSection, {
  detects: [
    { name: 'by a sample', results: make('sample.exe', { section_handle: '0x90', process_handle: '0x94' }) },
    {
      name: 'after taking a file back',
      results: given('sample.exe', ['NtRollbackTransaction', {}], ['NtCreateProcessEx', { section_handle: '0x90' }]),
    },
  ],
  ignores: [
    { name: 'Windows itself', results: make('csrss.exe', { section_handle: '0x90' }) },
    { name: 'the ordinary way', results: make('sample.exe', { filepath: 'C:\\a.exe' }) },
    { name: 'a transaction alone', results: given('sample.exe', ['NtRollbackTransaction', {}]) },
  ],
});
