import { expect, it } from 'vitest';
import { ja3, ja3s, ja4 } from './fingerprint.ts';
import type { ClientHello } from './types.ts';

const hello: ClientHello = {
  legacyVersion: 0x0303,
  random: '',
  sessionId: '',
  ciphers: [0x0a0a, 0x1301, 0xc02f],
  extensions: [0x1a1a, 0, 10, 16, 43],
  serverName: 'a.example',
  protocols: ['h2', 'http/1.1'],
  groups: [0x2a2a, 29],
  pointFormats: [0],
  signatureAlgorithms: [0x0403],
  supportedVersions: [0xfafa, 0x0304, 0x0303],
};

it('values that clients make up are left out', () => {
  expect(ja3(hello).text).toBe('771,4865-49199,0-10-16-43,29,0');
  expect(ja4(hello)).toMatch(/^t13d0204h2_[0-9a-f]{12}_[0-9a-f]{12}$/);
});

it.each<[string, Partial<ClientHello>, string]>([
  ['no server name', { extensions: [10, 43] }, 't13i0202h2'],
  ['no protocol', { protocols: [] }, 't13d020400'],
  ['one letter', { protocols: ['x'] }, 't13d0204xx'],
  ['a protocol that is no text', { protocols: ['\xab\xcd'] }, 't13d0204ad'],
  ['an old version', { supportedVersions: [], legacyVersion: 0x0301 }, 't10d0204h2'],
  ['SSL 3', { supportedVersions: [], legacyVersion: 0x0300 }, 'ts3d0204h2'],
  ['more than 99 ciphers', { ciphers: Array.from({ length: 150 }, (_, i) => i + 1) }, 't13d9904h2'],
])('JA4 of %s', (_, change, begin) => {
  expect(ja4({ ...hello, ...change }).split('_')[0]).toBe(begin);
});

it('JA4 without ciphers and extensions', () => {
  expect(ja4({ ...hello, ciphers: [], extensions: [], signatureAlgorithms: [] })).toBe(
    't13i0000h2_000000000000_000000000000',
  );
});

it('JA3S', () => {
  const server = {
    version: 0x0304,
    legacyVersion: 0x0303,
    random: '',
    sessionId: '',
    cipher: 0x1301,
    extensions: [51, 43],
    protocol: undefined,
    encryptsThenMacs: false,
    isRetry: false,
  };
  expect(ja3s(server)).toEqual({ text: '771,4865,51-43', hash: 'eb1d94daa7e0344597e756a1fb6e7054' });
});
