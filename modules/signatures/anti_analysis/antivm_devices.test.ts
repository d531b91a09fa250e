import { given, SignatureTester } from 'ovoscope/testing';
import AntivmDevices from './antivm_devices.ts';

new SignatureTester().run(AntivmDevices, {
  detects: [
    {
      name: 'a device',
      results: given('sample.exe', ['NtCreateFile', { filepath: String.raw`\\.\VBoxGuest` }, { status: 'FAILURE' }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtCreateFile', filepath: String.raw`\\.\VBoxGuest` }],
    },
    {
      name: 'a pipe',
      results: given('sample.exe', [
        'NtCreateFile',
        { filepath: String.raw`\\.\pipe\VBoxTrayIPC` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: "the kernel's way",
      results: given('sample.exe', ['NtCreateFile', { filepath: String.raw`\??\HGFS` }, { status: 'FAILURE' }]),
    },
  ],
  ignores: [
    {
      name: 'a disk',
      results: given('sample.exe', [
        'NtCreateFile',
        { filepath: String.raw`\\.\PhysicalDrive0` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'a file of that name',
      results: given('sample.exe', ['NtCreateFile', { filepath: String.raw`C:\VBoxGuest` }, { status: 'FAILURE' }]),
    },
  ],
});
