import { type Results, Signature } from 'ovoscope';
import { publicFlows } from '../_flows.ts';

const PORTS = new Set([20, 21, 990]);
const MOST = 20;

/** Programs for web pages put files on servers this way. */
export default class NetworkFileTransfer extends Signature {
  name = 'network_file_transfer';
  description = 'Talks to a server for files (FTP)';
  severity = 2;
  confidence = 70;
  categories = ['network', 'exfiltration'];
  ttps = ['T1071.002', 'T1048.003'];
  references = ['https://attack.mitre.org/techniques/T1071/002/', 'https://attack.mitre.org/techniques/T1048/003/'];
  run(results: Results) {
    const seen = new Set<string>();
    for (const { src, sport, dst, dport } of publicFlows(results, 'tcp')) {
      const key = `${dst} ${dport}`;
      if (!PORTS.has(dport) || seen.has(key) || seen.size >= MOST) continue;
      seen.add(key);
      this.data.push({ src, sport, dst, dport });
    }
    return this.data.length > 0;
  }
}
