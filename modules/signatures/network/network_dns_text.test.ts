import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDnsText from './network_dns_text.ts';

const asked = (request: string, type: string) =>
  given.container({ network: { dns: [{ request, type, answers: [] }] } });

new SignatureTester().run(NetworkDnsText, {
  detects: [
    { name: 'a text', results: asked('cmd.evil.example', 'TXT') },
    { name: 'anything', results: asked('x.evil.example', 'NULL') },
  ],
  ignores: [
    { name: 'an address', results: asked('www.example', 'A') },
    { name: 'a check of mail', results: asked('_dmarc.example.com', 'TXT') },
  ],
});
