import { given, SignatureTester } from 'ovoscope/testing';
import NetworkIcmpData from './network_icmp_data.ts';

const echo = (count: number, data: string, dst = '8.8.4.4') =>
  given.container({
    network: { icmp: Array.from({ length: count }, () => ({ src: '10.0.0.9', dst, type: 8, data })) },
  });

new SignatureTester().run(NetworkIcmpData, {
  detects: [
    { name: 'text', results: echo(5, 'uid=0(root) gid=0(root) '.repeat(10)) },
    { name: 'bytes', results: echo(3, '\\x9f\\x01'.repeat(60)) },
  ],
  ignores: [
    { name: 'an ordinary one', results: echo(10, 'abcdefghijklmnopqrstuvwabcdefghi'.repeat(5)) },
    { name: 'a few bytes', results: echo(10, 'xx') },
    { name: 'in the network', results: echo(10, 'x9'.repeat(100), '10.0.0.1') },
  ],
});
