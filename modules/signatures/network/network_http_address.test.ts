import { given, SignatureTester } from 'ovoscope/testing';
import NetworkHttpAddress from './network_http_address.ts';

new SignatureTester().run(NetworkHttpAddress, {
  detects: [
    {
      name: 'by address',
      results: given('sample.exe', ['InternetOpenUrlA', { url: 'http://8.8.4.4/a.bin' }]),
      data: [{ url: 'http://8.8.4.4/a.bin' }],
    },
    {
      name: 'with a port',
      results: given('sample.exe', ['URLDownloadToFileW', { url: 'http://8.8.4.4:8080/a', filepath: 'C:/a' }]),
    },
    {
      name: 'a connection by address',
      results: given('sample.exe', ['InternetConnectA', { ServerName: '8.8.4.4', ServerPort: '8880' }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'InternetConnectA', hostname: '8.8.4.4', port: 8880 }],
    },
  ],
  ignores: [
    { name: 'a connection by name', results: given('sample.exe', ['WinHttpConnect', { hostname: 'www.example.com' }]) },
    { name: 'by name', results: given('sample.exe', ['InternetOpenUrlA', { url: 'http://www.example.com/' }]) },
    { name: 'in the same network', results: given('sample.exe', ['InternetOpenUrlA', { url: 'http://192.168.0.1/' }]) },
  ],
});
