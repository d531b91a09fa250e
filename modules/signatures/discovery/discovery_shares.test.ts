import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryShares from './discovery_shares.ts';

const list = (name: string, api: string) => given(name, [api, { server_name: 'fs1' }]);

new SignatureTester().run(DiscoveryShares, {
  detects: [
    { name: 'of a server', results: list('sample.exe', 'NetShareEnum') },
    { name: 'of the neighbourhood', results: list('sample.exe', 'WNetOpenEnumW') },
  ],
  ignores: [
    { name: 'the desktop', results: list('explorer.exe', 'WNetOpenEnumW') },
    { name: 'another function', results: list('sample.exe', 'NetGetJoinInformation') },
  ],
});
