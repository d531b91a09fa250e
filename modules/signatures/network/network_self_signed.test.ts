import { given, SignatureTester } from 'ovoscope/testing';
import NetworkSelfSigned from './network_self_signed.ts';

const tls = (dst: string, subject: string, issuer: string) =>
  given.container({ network: { tls: [{ dst, dport: 443, certificates: [{ subject, issuer, sha1: 'aa' }] }] } });

new SignatureTester().run(NetworkSelfSigned, {
  detects: [
    { name: 'by its own name', results: tls('8.8.4.4', 'CN=localhost', 'CN=localhost') },
    { name: 'with a false one', results: tls('8.8.4.4', 'C=US, O=Example', 'C=US, O=Example') },
  ],
  ignores: [
    { name: 'vouched for', results: tls('8.8.4.4', 'CN=www.example', 'CN=Some Authority') },
    { name: 'in the network', results: tls('10.0.0.1', 'CN=printer', 'CN=printer') },
  ],
});
