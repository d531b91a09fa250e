import { type Results, Signature } from 'ovoscope';
import { networkEntries, text } from '../_flows.ts';

const FEWEST = 12;
const SHOWN = 20;
const LONG = 28;
const KNOWN =
  /(?:^|\.)(?:sophosxl|mcafee|trendmicro|avast|avg|eset|kaspersky-labs|spamhaus|akamai\w*|cloudfront|amazonaws|cloudapp|azure\w*|microsoft|office|edgekey|fastly|msedge|trafficmanager)\.\w{2,6}$/;

/** Products against viruses ask about files this way, at servers of their makers. */
export default class NetworkDnsTunnel extends Signature {
  name = 'network_dns_tunnel';
  description = 'Sends data in names that it looks up';
  severity = 3;
  confidence = 80;
  categories = ['network', 'c2', 'exfiltration'];
  ttps = ['T1071.004', 'T1572'];
  references = ['https://attack.mitre.org/techniques/T1071/004/', 'https://attack.mitre.org/techniques/T1572/'];
  run(results: Results) {
    const parents = new Map<string, Set<string>>();
    for (const query of networkEntries(results, 'dns')) {
      const labels = text(query['request']).slice(0, 255).toLowerCase().split('.');
      const parent = labels.slice(-2).join('.');
      const rest = labels.slice(0, -2).join('.');
      if (rest.length < LONG || KNOWN.test(parent) || /\.arpa$/.test(parent)) continue;
      if (!parents.has(parent)) parents.set(parent, new Set());
      parents.get(parent)!.add(rest);
    }
    for (const [parent, names] of parents) {
      if (names.size < FEWEST) continue;
      this.data.push({ domain: parent, names: names.size });
      this.data.push(...[...names].slice(0, SHOWN).map((name) => ({ request: `${name}.${parent}` })));
    }
    return this.data.length > 0;
  }
}
