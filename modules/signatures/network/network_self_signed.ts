import { type Results, Signature } from 'ovoscope';
import { isPublicAddress } from 'ovoscope/query';
import { entries, networkEntries, pick, text } from '../_flows.ts';

const COMMON =
  /(?:^|[,\s])(?:CN|O)\s?=\s?(?:Microsoft|Google|Apple|DigiCert|Amazon|Symantec|GlobalSign|Internet Security Research)/i;

/** Devices and test servers sign for themselves. */
export default class NetworkSelfSigned extends Signature {
  name = 'network_self_signed';
  description = 'Talks to a server whose certificate nobody vouches for';
  severity = 2;
  confidence = 65;
  categories = ['network', 'c2'];
  ttps = ['T1573.002'];
  references = ['https://attack.mitre.org/techniques/T1573/002/'];
  run(results: Results) {
    for (const session of networkEntries(results, 'tls')) {
      const chain = entries(session['certificates']);
      const [own] = chain;
      const subject = text(own?.['subject']);
      // The last of a chain always vouches for itself.
      if (own === undefined || chain.length > 1 || subject === '' || subject !== text(own['issuer'])) continue;
      if (!isPublicAddress(text(session['dst'])) || COMMON.test(subject.slice(0, 1_000))) continue;
      this.data.push({
        ...pick(session, 'dst', 'dport', 'sni', 'ja3'),
        subject: subject.slice(0, 500),
        sha1: own['sha1'] ?? null,
      });
    }
    return this.data.length > 0;
  }
}
