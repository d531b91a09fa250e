import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryScan from './discovery_scan.ts';

const tcp = (count: number, dport: number) =>
  given.container({
    network: {
      tcp: Array.from({ length: count }, (_, i) => ({ src: '10.0.0.9', sport: 50_000 + i, dst: `10.0.0.${i}`, dport })),
    },
  });

new SignatureTester().run(DiscoveryScan, {
  detects: [
    { name: 'for file shares', results: tcp(20, 445) },
    { name: 'for remote desktops', results: tcp(15, 3389) },
  ],
  ignores: [
    { name: 'a few', results: tcp(5, 445) },
    { name: 'web servers', results: tcp(40, 443) },
  ],
});
