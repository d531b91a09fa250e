import { given, SignatureTester } from 'ovoscope/testing';
import NetworkSmbOutside from './network_smb_outside.ts';

const tcp = (dst: string, dport: number, count = 1) =>
  given.container({
    network: {
      tcp: Array.from({ length: count }, (_, i) => ({ src: '10.0.0.9', sport: 50_000 + i, dst, dport, time: i })),
    },
  });

new SignatureTester().run(NetworkSmbOutside, {
  detects: [
    { name: 'a share', results: tcp('8.8.4.4', 445) },
    { name: 'the old way', results: tcp('8.8.4.4', 139) },
  ],
  ignores: [
    { name: 'in the network', results: tcp('10.0.0.5', 445) },
    { name: 'a web server', results: tcp('8.8.4.4', 443) },
  ],
});
