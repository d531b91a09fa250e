import { type Results, Signature } from 'ovoscope';
import { networkEntries, pick, text } from '../_flows.ts';

const MAIL = /(?:^|\.)(?:_dmarc|_domainkey|_spf|_mta-sts|spf\d*)\b/i;

/** Programs that check mail ask for texts; so do some updaters. */
export default class NetworkDnsText extends Signature {
  name = 'network_dns_text';
  description = 'Asks name servers for texts, in which commands can stand';
  severity = 2;
  confidence = 60;
  categories = ['network', 'c2'];
  ttps = ['T1071.004'];
  references = ['https://attack.mitre.org/techniques/T1071/004/'];
  run(results: Results) {
    for (const query of networkEntries(results, 'dns')) {
      const isText = /^(?:TXT|NULL)$/.test(text(query['type']));
      if (isText && !MAIL.test(text(query['request']).slice(0, 255))) this.data.push(pick(query, 'request', 'type'));
    }
    return this.data.length > 0;
  }
}
