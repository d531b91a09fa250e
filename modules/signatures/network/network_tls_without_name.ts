import { type Results, Signature } from 'ovoscope';
import { isPublicAddress } from 'ovoscope/query';
import { networkEntries, pick, text } from '../_flows.ts';

const MOST = 20;

/** Programs that know only an address do so; browsers never. */
export default class NetworkTlsWithoutName extends Signature {
  name = 'network_tls_without_name';
  description = 'Opens an encrypted connection without saying to whom';
  severity = 2;
  confidence = 50;
  categories = ['network'];
  ttps = ['T1573.002'];
  references = ['https://attack.mitre.org/techniques/T1573/002/'];
  run(results: Results) {
    const seen = new Set<string>();
    for (const session of networkEntries(results, 'tls')) {
      const dst = text(session['dst']);
      const isNameless = session['client_random'] !== undefined && text(session['sni']) === '';
      if (!isNameless || !isPublicAddress(dst) || seen.has(dst) || seen.size >= MOST) continue;
      seen.add(dst);
      this.data.push(pick(session, 'dst', 'dport', 'ja3', 'ja4'));
    }
    return this.data.length > 0;
  }
}
