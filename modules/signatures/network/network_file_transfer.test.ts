import { given, SignatureTester } from 'ovoscope/testing';
import NetworkFileTransfer from './network_file_transfer.ts';

const tcp = (dst: string, dport: number, count = 1) =>
  given.container({
    network: {
      tcp: Array.from({ length: count }, (_, i) => ({ src: '10.0.0.9', sport: 50_000 + i, dst, dport, time: i })),
    },
  });

new SignatureTester().run(NetworkFileTransfer, {
  detects: [
    { name: 'in clear text', results: tcp('8.8.4.4', 21) },
    { name: 'encrypted', results: tcp('8.8.4.4', 990) },
  ],
  ignores: [
    { name: 'in the network', results: tcp('10.0.0.5', 21) },
    { name: 'a web server', results: tcp('8.8.4.4', 80) },
  ],
});
