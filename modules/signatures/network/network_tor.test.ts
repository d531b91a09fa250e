import { given, SignatureTester } from 'ovoscope/testing';
import NetworkTor from './network_tor.ts';

new SignatureTester().run(NetworkTor, {
  detects: [
    {
      name: 'a gateway',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'xmfhr6vtc2wuapgu.tor2web.org' }]),
      data: [{ domain: 'xmfhr6vtc2wuapgu.tor2web.org' }],
    },
    {
      name: 'the program',
      results: given('sample.exe', ['NtOpenFile', { filepath: String.raw`C:\Users\a\AppData\Roaming\tor\tor.exe` }]),
    },
  ],
  ignores: [
    { name: 'another name', results: given('sample.exe', ['getaddrinfo', { hostname: 'onion.example.com' }]) },
    {
      name: 'another program',
      results: given('sample.exe', ['NtOpenFile', { filepath: String.raw`C:\Program Files\Monitor\monitor.exe` }]),
    },
  ],
});
