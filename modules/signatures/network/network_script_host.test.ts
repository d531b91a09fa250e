import { given, SignatureTester } from 'ovoscope/testing';
import NetworkScriptHost from './network_script_host.ts';

new SignatureTester().run(NetworkScriptHost, {
  detects: [
    {
      name: 'PowerShell, once for each server',
      results: given(
        'powershell.exe',
        ['InternetConnectA', { hostname: 'x.example.com', port: 8880 }],
        ['InternetConnectA', { hostname: 'x.example.com', port: 8880 }],
      ),
      data: [
        {
          pid: 1000,
          process: 'powershell.exe',
          cid: 0,
          api: 'InternetConnectA',
          hostname: 'x.example.com',
          port: 8880,
        },
      ],
    },
    { name: 'a script, by address', results: given('WScript.exe', ['connect', { ip_address: '8.8.4.4', port: 443 }]) },
    {
      name: 'a document, by name',
      results: given('winword.exe', [
        'URLDownloadToFileW',
        { url: 'http://x.example.com/a.exe', filepath: 'C:\\a.exe' },
      ]),
    },
  ],
  ignores: [
    { name: 'another program', results: given('sample.exe', ['InternetConnectA', { hostname: 'x.example.com' }]) },
    {
      name: 'Office at its maker',
      results: given('winword.exe', ['WinHttpConnect', { hostname: 'nexus.office.com' }]),
    },
    { name: 'a machine nearby', results: given('powershell.exe', ['InternetConnectA', { hostname: 'fileserver' }]) },
    { name: 'itself', results: given('mshta.exe', ['connect', { ip_address: '127.0.0.1' }]) },
  ],
});
