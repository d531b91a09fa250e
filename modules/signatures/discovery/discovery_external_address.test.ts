import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryExternalAddress from './discovery_external_address.ts';

new SignatureTester().run(DiscoveryExternalAddress, {
  detects: [
    {
      name: 'a name looked up',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'api.ipify.org' }]),
      data: [{ domain: 'api.ipify.org' }],
    },
    {
      name: 'a connection',
      results: given('sample.exe', ['InternetConnectA', { ServerName: 'www.ip-adress.com', ServerPort: '80' }]),
    },
  ],
  ignores: [
    { name: 'another site', results: given('sample.exe', ['getaddrinfo', { hostname: 'www.example.com' }]) },
    { name: 'a name that contains it', results: given('sample.exe', ['getaddrinfo', { hostname: 'notipify.org' }]) },
  ],
});
