import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import CredentialsLsassMemory from './credentials_lsass_memory.ts';

const open: GivenCall = ['NtOpenProcess', { process_identifier: 612, process_handle: '0x80' }];
const read: GivenCall = ['ReadProcessMemory', { process_handle: '0x80', base_address: '0x1000' }];
const lsass = given.process({ name: 'lsass.exe', pid: 612, parent: 500 });

new SignatureTester().run(CredentialsLsassMemory, {
  detects: [
    {
      name: 'of a process that was recorded',
      results: given(given.process('sample.exe', open, read, read), lsass),
      data: [
        { pid: 1000, process: 'sample.exe', cid: 1, api: 'ReadProcessMemory', base_address: '0x1000', target: 612 },
      ],
    },
    {
      name: 'of a process found in the list',
      results: given('sample.exe', ['Process32NextW', { ProcessName: 'lsass.exe', ProcessId: '612' }], open, read),
    },
  ],
  ignores: [
    { name: 'lsass opened only', results: given(given.process('sample.exe', open), lsass) },
    { name: 'another process', results: given(given.process('sample.exe', open, read)) },
    {
      name: 'lsass reading itself',
      results: given({ ...lsass, calls: [['ReadProcessMemory', { process_handle: '0xffffffff' }]] }),
    },
  ],
});
