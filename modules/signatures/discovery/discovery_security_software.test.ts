import { given, SignatureTester } from 'ovoscope/testing';
import DiscoverySecuritySoftware from './discovery_security_software.ts';

new SignatureTester().run(DiscoverySecuritySoftware, {
  detects: [
    {
      name: 'a query',
      results: given('sample.exe', ['IWbemServices_ExecQuery', { query: 'SELECT * FROM AntiVirusProduct' }]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'IWbemServices_ExecQuery',
          query: 'SELECT * FROM AntiVirusProduct',
        },
      ],
    },
    {
      name: 'a command',
      results: given('sample.exe', [
        'CreateProcessInternalW',
        { command_line: String.raw`wmic /namespace:\\root\SecurityCenter2 path AntiVirusProduct get displayName` },
      ]),
    },
  ],
  ignores: [
    {
      name: 'another query',
      results: given('sample.exe', ['IWbemServices_ExecQuery', { query: 'SELECT * FROM Win32_Product' }]),
    },
    {
      name: 'another command',
      results: given('sample.exe', ['CreateProcessInternalW', { command_line: 'wmic product get name' }]),
    },
  ],
});
