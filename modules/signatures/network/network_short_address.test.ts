import { given, SignatureTester } from 'ovoscope/testing';
import NetworkShortAddress from './network_short_address.ts';

const asked = (domain: string) => given.container({ network: { domains: [{ domain, ip: '' }] } });

new SignatureTester().run(NetworkShortAddress, {
  detects: [
    { name: 'a well-known one', results: asked('bit.ly') },
    { name: 'one that keeps who asked', results: asked('iplogger.org') },
  ],
  ignores: [
    { name: 'another', results: asked('www.example.com') },
    { name: 'a name like it', results: asked('orbit.ly.example') },
  ],
});
