import { type Results, Signature } from 'ovoscope';
import { publicServers } from '../_flows.ts';

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
    this.data.push(...publicServers(results, (port) => PORTS.has(port), MOST));
    return this.data.length > 0;
  }
}
