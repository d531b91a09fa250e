import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeBrokenSignature from './static_pe_broken_signature.ts';

const signed = (digest_matches: boolean | null, digest = 'aa') =>
  given.container({
    static: {
      pe: {
        authenticode: {
          signatures: [{ digest_matches, digest, computed_digest: 'bb', signers: [{ subject: 'CN=A' }] }],
        },
      },
    },
  });

new SignatureTester().run(StaticPeBrokenSignature, {
  detects: [
    { name: 'of another program', results: signed(false) },
    { name: 'with another digest', results: signed(false, 'cc') },
  ],
  ignores: [
    { name: 'its own', results: signed(true) },
    { name: 'one that cannot be checked', results: signed(null) },
    { name: 'none', results: given.container({ static: { pe: { authenticode: null } } }) },
  ],
});
