import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';
import { text } from '../_flows.ts';

const TOP =
  /\.(?:tk|ml|ga|cf|gq|top|xyz|icu|cyou|cfd|sbs|bond|rest|buzz|monster|quest|surf|work|click|link|loan|men|win|bid|party|download|stream|racing|pw|cam|lol|zip|mov|su|bit|onion|i2p|eth|coin|lib|emc|bazar)$/i;

/** Honest sites have such names as well. */
export default class NetworkUnusualDomain extends Signature {
  name = 'network_unusual_domain';
  description = 'Looks up a name below a top-level domain that is known for abuse';
  severity = 1;
  confidence = 50;
  categories = ['network'];
  ttps = ['T1583.001'];
  references = ['https://attack.mitre.org/techniques/T1583/001/'];
  run(results: Results) {
    for (const domain of domains(results, TOP)) this.data.push({ domain: text(domain) });
    return this.data.length > 0;
  }
}
