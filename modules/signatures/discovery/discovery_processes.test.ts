import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DiscoveryProcesses from './discovery_processes.ts';

const next = (pid: number): GivenCall => ['Process32NextW', { process_name: `${pid}.exe`, process_identifier: pid }];
const list = (count: number) => Array.from({ length: count }, (_, i) => next(4 + 4 * i));

new SignatureTester().run(DiscoveryProcesses, {
  detects: [
    {
      name: 'the whole list, once for each process',
      results: given('sample.exe', ['Process32FirstW', { process_name: '[System Process]' }], ...list(30)),
      data: [{ pid: 1000, process: 'sample.exe', cid: 9, api: 'Process32NextW' }],
    },
    { name: 'calls folded into one', results: given('sample.exe', ['Process32NextW', {}, { repeated: 40 }]) },
  ],
  ignores: [
    { name: 'the first few', results: given('sample.exe', ...list(3)) },
    {
      name: 'a few by each of several processes',
      results: given(given.process('a.exe', ...list(6)), given.process('b.exe', ...list(6))),
    },
  ],
});
