import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeCertificate } from '../../../tests/support/tls-session.ts';
import { describeCertificate } from './certificate.ts';

const alternative = Buffer.concat([
  Buffer.from([0x82, 9]),
  Buffer.from('a.example'),
  Buffer.from([0x87, 4, 192, 0, 2, 1]),
  Buffer.from([0x81, 3]),
  Buffer.from('a@b'),
]);
const made = makeCertificate({
  serial: '00f1e2d3',
  names: [
    ['550406', 'US'],
    ['55040a', 'Example, Inc.'],
    ['550403', 'a.example'],
    ['2a0304', 'unknown'],
  ],
  alternative,
});

it('says what OpenSSL says', () => {
  const theirs = new X509Certificate(made.der);
  const ours = describeCertificate(made.der);
  expect(ours).toEqual({
    subject: 'C=US, O=Example\\, Inc., CN=a.example, 1.2.3.4=unknown',
    issuer: 'C=US, O=Example\\, Inc., CN=a.example, 1.2.3.4=unknown',
    serial: 'f1e2d3',
    not_before: '2020-01-02 03:04:05',
    not_after: '2050-01-02 03:04:05',
    md5: expect.stringMatching(/^[0-9a-f]{32}$/),
    sha1: theirs.fingerprint.replaceAll(':', '').toLowerCase(),
    sha256: theirs.fingerprint256.replaceAll(':', '').toLowerCase(),
    names: ['a.example', '192.0.2.1', 'a@b'],
  });
  expect(theirs.serialNumber.toLowerCase()).toBe(ours.serial);
});

it('of bytes that are no certificate only the fingerprints are known', () => {
  expect(describeCertificate(Buffer.from('no'))).toMatchObject({ subject: '', serial: '', names: [] });
});

it('damaged certificates never throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(made.der.length - 1), fc.nat(255)), { maxLength: 20 }),
      fc.nat(made.der.length),
      (flips, cut) => {
        const bytes = Buffer.from(made.der.subarray(0, cut));
        for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
        expect(describeCertificate(bytes).sha256).toHaveLength(64);
      },
    ),
  );
});
