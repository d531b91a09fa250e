import { type Results, Signature } from 'ovoscope';
import { flows } from '../_flows.ts';

const PORTS = new Set([21, 22, 23, 135, 139, 445, 1433, 3306, 3389, 5432, 5900, 5985, 6379, 8291]);
const FEWEST = 15;
const SHOWN = 20;

/** Programs that look for printers or players of the network ask by broadcast, not one by one. */
export default class DiscoveryScan extends Signature {
  name = 'discovery_scan';
  description = 'Tries one port on many addresses';
  severity = 3;
  confidence = 85;
  categories = ['discovery', 'lateral-movement'];
  ttps = ['T1046', 'T1018'];
  references = ['https://attack.mitre.org/techniques/T1046/', 'https://attack.mitre.org/techniques/T1018/'];
  run(results: Results) {
    const byPort = new Map<number, Set<string>>();
    for (const { dst, dport } of flows(results, 'tcp')) {
      if (!PORTS.has(dport)) continue;
      if (!byPort.has(dport)) byPort.set(dport, new Set());
      byPort.get(dport)!.add(dst);
    }
    for (const [port, addresses] of byPort) {
      if (addresses.size < FEWEST) continue;
      this.data.push({ port, addresses: addresses.size });
      this.data.push(...[...addresses].slice(0, SHOWN).map((ip) => ({ ip, port })));
    }
    return this.data.length > 0;
  }
}
