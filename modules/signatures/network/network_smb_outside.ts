import { type Results, Signature } from 'ovoscope';
import { publicServers } from '../_flows.ts';

const PORTS = new Set([139, 445]);
const MOST = 20;

/** Some clouds offer file shares under names of their own; others are a trap for passwords. */
export default class NetworkSmbOutside extends Signature {
  name = 'network_smb_outside';
  description = 'Talks to a file share on the internet';
  severity = 3;
  confidence = 80;
  categories = ['network'];
  ttps = ['T1187', 'T1021.002'];
  references = ['https://attack.mitre.org/techniques/T1187/', 'https://attack.mitre.org/techniques/T1021/002/'];
  run(results: Results) {
    this.data.push(...publicServers(results, (port) => PORTS.has(port), MOST));
    return this.data.length > 0;
  }
}
