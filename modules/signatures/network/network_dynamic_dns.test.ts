import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDynamicDns from './network_dynamic_dns.ts';

new SignatureTester().run(NetworkDynamicDns, {
  detects: [
    {
      name: 'a name',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'c2.duckdns.org' }]),
      data: [{ domain: 'c2.duckdns.org' }],
    },
    { name: 'a tunnel', results: given('sample.exe', ['getaddrinfo', { hostname: '0.tcp.ngrok.io' }]) },
  ],
  ignores: [
    { name: 'another name', results: given('sample.exe', ['getaddrinfo', { hostname: 'www.example.org' }]) },
    { name: 'a name that contains it', results: given('sample.exe', ['getaddrinfo', { hostname: 'notduckdns.org' }]) },
  ],
});
