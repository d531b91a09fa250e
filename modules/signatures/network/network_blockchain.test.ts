import { given, SignatureTester } from 'ovoscope/testing';
import NetworkBlockchain from './network_blockchain.ts';

new SignatureTester().run(NetworkBlockchain, {
  detects: [
    {
      name: 'a service',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'api.blockcypher.com' }]),
      data: [{ domain: 'api.blockcypher.com' }],
    },
    { name: 'another', results: given('sample.exe', ['getaddrinfo', { hostname: 'btc.blockr.io' }]) },
  ],
  ignores: [
    { name: 'a shop', results: given('sample.exe', ['getaddrinfo', { hostname: 'www.example.com' }]) },
    { name: 'a name that contains it', results: given('sample.exe', ['getaddrinfo', { hostname: 'notchain.so' }]) },
  ],
});
