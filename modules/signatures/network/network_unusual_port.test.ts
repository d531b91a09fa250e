import { given, SignatureTester } from 'ovoscope/testing';
import NetworkUnusualPort from './network_unusual_port.ts';

const tcp = (dst: string, dport: number, count = 1) =>
  given.container({
    network: {
      tcp: Array.from({ length: count }, (_, i) => ({ src: '10.0.0.9', sport: 50_000 + i, dst, dport, time: i })),
    },
  });

new SignatureTester().run(NetworkUnusualPort, {
  detects: [
    { name: 'a high one', results: tcp('8.8.4.4', 4444) },
    { name: 'a low one', results: tcp('8.8.4.4', 2083) },
  ],
  ignores: [
    { name: 'a web server', results: tcp('8.8.4.4', 443) },
    { name: 'in the network', results: tcp('10.0.0.5', 4444) },
  ],
});
