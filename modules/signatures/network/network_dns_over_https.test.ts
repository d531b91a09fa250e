import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDnsOverHttps from './network_dns_over_https.ts';

new SignatureTester().run(NetworkDnsOverHttps, {
  detects: [
    {
      name: 'Google',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'dns.google' }]),
      data: [{ domain: 'dns.google' }],
    },
    { name: 'Cloudflare', results: given('sample.exe', ['getaddrinfo', { hostname: 'mozilla.cloudflare-dns.com' }]) },
  ],
  ignores: [
    { name: 'a search', results: given('sample.exe', ['getaddrinfo', { hostname: 'www.google.com' }]) },
    { name: 'an ordinary server', results: given('sample.exe', ['getaddrinfo', { hostname: 'dns.example.com' }]) },
  ],
});
