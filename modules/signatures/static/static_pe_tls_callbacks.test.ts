import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeTlsCallbacks from './static_pe_tls_callbacks.ts';

const tls = (tls_callbacks: string[] | null) => given.container({ static: { pe: { tls_callbacks } } });

new SignatureTester().run(StaticPeTlsCallbacks, {
  detects: [
    { name: 'one', results: tls(['0x00401000']) },
    { name: 'two', results: tls(['0x00401000', '0x00402000']) },
  ],
  ignores: [
    { name: 'none', results: tls([]) },
    { name: 'no table', results: tls(null) },
  ],
});
