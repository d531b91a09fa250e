import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDnsTunnel from './network_dns_tunnel.ts';

const asked = (count: number, parent: string, length: number) =>
  given.container({
    network: {
      dns: Array.from({ length: count }, (_, i) => ({
        request: `${String(i).padStart(length, 'a1b2c3')}.${parent}`,
        answers: [],
      })),
    },
  });

new SignatureTester().run(NetworkDnsTunnel, {
  detects: [
    { name: 'many long names', results: asked(20, 'evil.example', 50) },
    { name: 'as many as it takes', results: asked(12, 't.example', 30) },
  ],
  ignores: [
    { name: 'a few', results: asked(4, 'evil.example', 50) },
    { name: 'short names', results: asked(30, 'cdn.example', 8) },
    { name: 'a product against viruses', results: asked(30, 'sophosxl.net', 50) },
  ],
});
