import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import NetworkRawAddress from './network_raw_address.ts';

const connect = (ip_address: string, port = 443): GivenCall => ['connect', { ip_address, port }];
const answered = { dns: [{ request: 'x.example', answers: [{ type: 'A', data: '8.8.4.4' }] }] };
const analysis = (network: object, ...calls: GivenCall[]) =>
  given.container({ network, behavior: { processes: [given.process('sample.exe', ...calls)] } });

new SignatureTester().run(NetworkRawAddress, {
  detects: [
    {
      name: 'an address out of nowhere',
      results: analysis(answered, connect('8.8.4.4'), connect('9.9.9.10', 4444), connect('9.9.9.10', 4444)),
      data: [{ pid: 1000, process: 'sample.exe', cid: 1, api: 'connect', ip_address: '9.9.9.10', port: 4444 }],
    },
    { name: 'as CAPE writes it', results: analysis({}, ['ConnectEx', { socket: '1', ip: '9.9.9.10', port: '80' }]) },
  ],
  ignores: [
    { name: 'an address that was looked up', results: analysis(answered, connect('8.8.4.4')) },
    { name: 'the same network', results: analysis({}, connect('10.0.0.1')) },
    { name: 'a name server', results: analysis({}, connect('9.9.9.10', 53)) },
    { name: 'without a capture', results: given('sample.exe', connect('9.9.9.10')) },
  ],
});
