import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import AntisandboxHardware from './antisandbox_hardware.ts';

const memory: GivenCall = ['GlobalMemoryStatusEx'];
const processors: GivenCall = ['GetSystemInfo'];
const disk: GivenCall = ['GetDiskFreeSpaceExW', { root_path: 'C:\\' }];

new SignatureTester().run(AntisandboxHardware, {
  detects: [
    { name: 'all three', results: given('sample.exe', memory, processors, disk) },
    {
      name: 'with other functions',
      results: given('sample.exe', ['GetNativeSystemInfo'], ['GlobalMemoryStatus'], disk),
    },
  ],
  ignores: [
    { name: 'two of them', results: given('sample.exe', memory, processors) },
    {
      name: 'in two programs',
      results: given(given.process('a.exe', memory, processors), given.process('b.exe', disk)),
    },
    { name: 'a service of Windows', results: given('svchost.exe', memory, processors, disk) },
  ],
});
