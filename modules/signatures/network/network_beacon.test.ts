import { given, SignatureTester } from 'ovoscope/testing';
import NetworkBeacon from './network_beacon.ts';

const requests = (host: string, ...times: number[]) =>
  given.container({
    network: {
      http_ex: times.map((time) => ({ time, host, protocol: 'http', method: 'POST', uri: `/gate?n=${time}` })),
    },
  });

new SignatureTester().run(NetworkBeacon, {
  detects: [
    { name: 'every ten seconds', results: requests('c2.example', 1, 11, 21.3, 31, 40.9, 51, 61) },
    { name: 'with jitter', results: requests('c2.example:8080', 0, 58, 120, 175, 240, 300, 355) },
  ],
  ignores: [
    { name: 'at once', results: requests('cdn.example', 1, 1.01, 1.02, 1.1, 1.11, 1.2, 1.3) },
    { name: 'as it comes', results: requests('a.example', 1, 3, 30, 31, 90, 93, 200) },
    { name: 'an update', results: requests('au.download.windowsupdate.com', 1, 11, 21, 31, 41, 51, 61) },
  ],
});
