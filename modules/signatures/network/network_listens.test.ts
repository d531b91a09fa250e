import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import NetworkListens from './network_listens.ts';

const bind = (ip_address: string, port: number): GivenCall => ['bind', { socket: 500, ip_address, port }];
const listen: GivenCall = ['listen', { socket: 500 }];

new SignatureTester().run(NetworkListens, {
  detects: [
    { name: 'for all', results: given('sample.exe', bind('0.0.0.0', 4444), listen) },
    { name: 'on one address', results: given('sample.exe', bind('192.168.1.5', 81), listen) },
  ],
  ignores: [
    { name: 'for itself', results: given('sample.exe', bind('127.0.0.1', 4444), listen) },
    { name: 'without waiting', results: given('sample.exe', bind('0.0.0.0', 4444)) },
    { name: 'a service of Windows', results: given('svchost.exe', bind('0.0.0.0', 4444), listen) },
  ],
});
