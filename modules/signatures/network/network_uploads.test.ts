import { given, SignatureTester } from 'ovoscope/testing';
import NetworkUploads from './network_uploads.ts';

const sent = (host: string, size: number, method = 'POST') =>
  given.container({
    network: {
      http_ex: [{ host, method, uri: '/up', dst: '8.8.4.4', dport: 80, req: { size, type: 'data', sha256: 'aa' } }],
    },
  });

new SignatureTester().run(NetworkUploads, {
  detects: [
    { name: 'an archive', results: sent('evil.example', 900_000) },
    { name: 'with PUT', results: sent('evil.example', 70_000, 'PUT') },
  ],
  ignores: [
    { name: 'a form', results: sent('www.example', 900) },
    { name: 'a report of a crash', results: sent('watson.events.data.microsoft.com', 900_000) },
  ],
});
