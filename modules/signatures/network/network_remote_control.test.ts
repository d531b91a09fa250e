import { given, SignatureTester } from 'ovoscope/testing';
import NetworkRemoteControl from './network_remote_control.ts';

const tcp = (dst: string, dport: number, count = 1) =>
  given.container({
    network: {
      tcp: Array.from({ length: count }, (_, i) => ({ src: '10.0.0.9', sport: 50_000 + i, dst, dport, time: i })),
    },
  });

new SignatureTester().run(NetworkRemoteControl, {
  detects: [
    { name: 'a desktop', results: tcp('8.8.4.4', 3389) },
    { name: 'a shell', results: tcp('8.8.4.4', 22) },
  ],
  ignores: [
    { name: 'in the network', results: tcp('192.168.1.5', 3389) },
    { name: 'a web server', results: tcp('8.8.4.4', 8080) },
  ],
});
