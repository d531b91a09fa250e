import { given, SignatureTester } from 'ovoscope/testing';
import AntidebugQueries from './antidebug_queries.ts';

new SignatureTester().run(AntidebugQueries, {
  detects: [
    {
      name: 'the debug port',
      results: given('sample.exe', ['NtQueryInformationProcess', { information_class: 7 }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtQueryInformationProcess', information_class: 7 }],
    },
    {
      name: 'hiding a thread',
      results: given('sample.exe', ['NtSetInformationThread', { ThreadInformationClass: '17' }]),
    },
    {
      name: 'the kernel debugger',
      results: given('sample.exe', ['NtQuerySystemInformation', { information_class: 35 }]),
    },
  ],
  ignores: [
    {
      name: 'basic information',
      results: given('sample.exe', ['NtQueryInformationProcess', { information_class: 0 }]),
    },
    {
      name: 'the same number elsewhere',
      results: given('sample.exe', ['NtQuerySystemInformation', { information_class: 7 }]),
    },
  ],
});
