import { given, SignatureTester } from 'ovoscope/testing';
import InjectionExecutableMemory from './injection_executable_memory.ts';

new SignatureTester().run(InjectionExecutableMemory, {
  detects: [
    {
      name: 'allocated readable, writable and executable',
      results: given('sample.exe', [
        'NtAllocateVirtualMemory',
        { process_identifier: 700, base_address: '0x100000', protection: 64 },
      ]),
      data: [
        {
          step: 'allocated executable',
          target: 700,
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'NtAllocateVirtualMemory',
          base_address: '0x100000',
          protection: 64,
        },
      ],
    },
    {
      name: 'made executable later, in the words of older monitors',
      results: given(
        'sample.exe',
        ['OpenProcess', { DesiredAccess: '0x1f0fff', ProcessId: '700' }, { return: '0x00000080' }],
        [
          'VirtualProtectEx',
          { ProcessHandle: '0x00000080', Address: '0x00100000', Size: '4096', Protection: '0x00000020' },
        ],
      ),
    },
  ],
  ignores: [
    given('sample.exe', ['NtAllocateVirtualMemory', { process_identifier: 700, protection: 4 }]),
    {
      name: 'its own memory',
      results: given('sample.exe', ['NtAllocateVirtualMemory', { process_identifier: 1000, protection: 64 }]),
    },
  ],
});
