import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';
import { text } from '../_flows.ts';

const SERVICE =
  /^(?:www\.)?(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|v\.gd|ow\.ly|cutt\.ly|rebrand\.ly|rb\.gy|shorturl\.at|t\.ly|s\.id|grabify\.link|iplogger\.(?:org|com)|2no\.co|yip\.su|adf\.ly|clck\.ru|u\.to|qps\.ru|urlz\.fr|tiny\.cc|bl\.ink)$/i;

/** Advertisements and newsletters use short addresses. */
export default class NetworkShortAddress extends Signature {
  name = 'network_short_address';
  description = 'Asks a service that hides where an address leads';
  severity = 1;
  confidence = 60;
  categories = ['network'];
  ttps = ['T1102.001'];
  references = ['https://attack.mitre.org/techniques/T1102/001/'];
  run(results: Results) {
    for (const domain of domains(results, SERVICE)) this.data.push({ domain: text(domain) });
    return this.data.length > 0;
  }
}
