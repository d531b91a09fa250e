import { given, SignatureTester } from 'ovoscope/testing';
import AntivmDiskSize from './antivm_disk_size.ts';

new SignatureTester().run(AntivmDiskSize, {
  detects: [
    {
      name: 'the length',
      results: given('sample.exe', ['DeviceIoControl', { control_code: 475228 }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'DeviceIoControl', control_code: 475228 }],
    },
    {
      name: 'the geometry, in hexadecimal',
      results: given('sample.exe', ['DeviceIoControl', { IoControlCode: '0x00070000' }]),
    },
  ],
  ignores: [
    { name: 'random numbers', results: given('sample.exe', ['DeviceIoControl', { control_code: 3735560 }]) },
    {
      name: 'a control of another driver',
      results: given('sample.exe', ['NtDeviceIoControlFile', { control_code: 0x6d0034 }]),
    },
  ],
});
