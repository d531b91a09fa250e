import { type Results, Signature } from 'ovoscope';
import { publicServers } from '../_flows.ts';

const PORTS = new Set([22, 23, 3389, 5900, 5985, 5986]);
const MOST = 20;

/** Tools of administrators do so; a sample that was opened by a user has no reason to. */
export default class NetworkRemoteControl extends Signature {
  name = 'network_remote_control';
  description = 'Talks to a service for remote control on the internet';
  severity = 2;
  confidence = 70;
  categories = ['network', 'lateral-movement'];
  ttps = ['T1021.001', 'T1021.004', 'T1021.006'];
  references = ['https://attack.mitre.org/techniques/T1021/001/', 'https://attack.mitre.org/techniques/T1021/004/'];
  run(results: Results) {
    this.data.push(...publicServers(results, (port) => PORTS.has(port), MOST));
    return this.data.length > 0;
  }
}
