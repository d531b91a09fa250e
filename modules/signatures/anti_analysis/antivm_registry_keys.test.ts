import { given, SignatureTester } from 'ovoscope/testing';
import AntivmRegistryKeys from './antivm_registry_keys.ts';

new SignatureTester().run(AntivmRegistryKeys, {
  detects: [
    {
      name: 'the ACPI tables',
      results: given(
        'sample.exe',
        ['RegOpenKeyExA', { regkey: 'HKEY_USERS' }, { status: 'FAILURE' }],
        ['RegOpenKeyExA', { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\ACPI\DSDT\VBOX__` }, { status: 'FAILURE' }],
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'RegOpenKeyExA',
          regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\ACPI\DSDT\VBOX__`,
        },
      ],
    },
    {
      name: 'guest tools',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\VMware, Inc.\VMware Tools` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'drivers, as older monitors write it',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { Registry: '0x80000002', SubKey: String.raw`SYSTEM\ControlSet001\Services\VBoxGuest`, Handle: '0x0' },
      ]),
    },
  ],
  ignores: [
    {
      name: 'firmware of a real machine',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\HARDWARE\ACPI\DSDT\DELL__` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'another service',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\vmicrosoft_x y` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'a program of the same maker',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\VMware, Inc.\VMware Horizon Client` },
        { status: 'FAILURE' },
      ]),
    },
  ],
});
