import { type Results, Signature } from 'ovoscope';
import { entry, networkEntries, number, pick, text } from '../_flows.ts';

const LARGE = 64 << 10;
const KNOWN = /(?:^|\.)(?:microsoft|windows|live|google|googleapis|dropbox|office|mozilla)\.(?:com|net|org)(?::\d+)?$/i;

/** Programs that report crashes or synchronise files send much as well. */
export default class NetworkUploads extends Signature {
  name = 'network_uploads';
  description = 'Sends much to a web server';
  severity = 2;
  confidence = 60;
  categories = ['network', 'exfiltration'];
  ttps = ['T1041'];
  references = ['https://attack.mitre.org/techniques/T1041/'];
  run(results: Results) {
    for (const request of networkEntries(results, 'http_ex', 'https_ex')) {
      const body = entry(request['req']);
      const isSent = /^(?:POST|PUT)$/.test(text(request['method'])) && (number(body['size']) ?? 0) >= LARGE;
      if (isSent && !KNOWN.test(text(request['host']))) {
        this.data.push({
          ...pick(request, 'method', 'dst', 'dport', 'host', 'uri'),
          ...pick(body, 'size', 'type', 'sha256'),
        });
      }
    }
    return this.data.length > 0;
  }
}
