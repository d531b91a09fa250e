import { given, SignatureTester } from 'ovoscope/testing';
import NetworkUnusualDomain from './network_unusual_domain.ts';

const asked = (domain: string) => given.container({ network: { domains: [{ domain, ip: '' }] } });

new SignatureTester().run(NetworkUnusualDomain, {
  detects: [
    { name: 'a cheap one', results: asked('evil.top') },
    { name: 'one outside of the usual servers', results: asked('evil.bazar') },
  ],
  ignores: [
    { name: 'an ordinary one', results: asked('www.example.com') },
    { name: 'a name like it', results: asked('top.example.org') },
  ],
});
