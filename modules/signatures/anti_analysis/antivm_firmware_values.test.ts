import { given, SignatureTester } from 'ovoscope/testing';
import AntivmFirmwareValues from './antivm_firmware_values.ts';

new SignatureTester().run(AntivmFirmwareValues, {
  detects: [
    {
      name: 'firmware and disk',
      results: given(
        'sample.exe',
        ['RegQueryValueExA', { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\SystemBiosVersion` }],
        [
          'RegQueryValueExA',
          {
            regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DEVICEMAP\Scsi\Scsi Port 0\Scsi Bus 0\Target Id 0\Logical Unit Id 0\Identifier`,
          },
        ],
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegQueryValueExA',
          regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\SystemBiosVersion`,
        },
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'RegQueryValueExA',
          regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DEVICEMAP\Scsi\Scsi Port 0\Scsi Bus 0\Target Id 0\Logical Unit Id 0\Identifier`,
        },
      ],
    },
    {
      name: 'firmware of system and display',
      results: given(
        'sample.exe',
        ['RegQueryValueExA', { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\SystemBiosVersion` }],
        ['RegQueryValueExA', { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\VideoBiosVersion` }],
      ),
    },
  ],
  ignores: [
    {
      name: 'one of them',
      results: given('sample.exe', [
        'RegQueryValueExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\SystemBiosVersion` },
      ]),
    },
    {
      name: 'the processor',
      results: given(
        'sample.exe',
        [
          'RegQueryValueExA',
          { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\CentralProcessor\0\~MHz` },
        ],
        [
          'RegQueryValueExA',
          { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\CentralProcessor\0\ProcessorNameString` },
        ],
      ),
    },
  ],
});
