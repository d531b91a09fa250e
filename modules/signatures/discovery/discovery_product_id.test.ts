import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryProductId from './discovery_product_id.ts';

new SignatureTester().run(DiscoveryProductId, {
  detects: [
    {
      name: 'the licence',
      results: given('sample.exe', [
        'RegQueryValueExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductId` },
      ]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegQueryValueExA',
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductId`,
        },
      ],
    },
    {
      name: 'when Windows was installed',
      results: given('sample.exe', [
        'NtQueryValueKey',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\InstallDate` },
      ]),
    },
  ],
  ignores: [
    {
      name: 'the name of the product',
      results: given('sample.exe', [
        'RegQueryValueExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductName` },
      ]),
    },
    {
      name: 'the key only opened',
      results: given('sample.exe', [
        'RegOpenKeyExA',
        { regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductId` },
      ]),
    },
  ],
});
