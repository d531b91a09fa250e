import { given, SignatureTester } from 'ovoscope/testing';
import NetworkTlsWithoutName from './network_tls_without_name.ts';

const tls = (fields: object) => given.container({ network: { tls: [{ dst: '8.8.4.4', dport: 443, ...fields }] } });

new SignatureTester().run(NetworkTlsWithoutName, {
  detects: [
    { name: 'to an address', results: tls({ client_random: 'aa', ja3: 'bb' }) },
    { name: 'with an empty name', results: tls({ client_random: 'aa', sni: '' }) },
  ],
  ignores: [
    { name: 'with a name', results: tls({ client_random: 'aa', sni: 'www.example' }) },
    { name: 'whose beginning is missing', results: tls({}) },
    { name: 'in the network', results: tls({ dst: '10.0.0.1', client_random: 'aa' }) },
  ],
});
