import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';

const RESOLVERS =
  /^(?:dns\.google(?:\.com)?|(?:[a-z-]+\.)?cloudflare-dns\.com|one\.one\.one\.one|(?:dns\d*|doh)\.quad9\.net|doh\.opendns\.com|dns\.adguard(?:-dns)?\.com|dns\.nextdns\.io|doh\.cleanbrowsing\.org|doh\.li|dns\.alidns\.com|doh\.pub|dns\.twnic\.tw)$/i;

/** Newer browsers and newer versions of Windows ask them as well. */
export default class NetworkDnsOverHttps extends Signature {
  name = 'network_dns_over_https';
  description = 'Looks up a server for encrypted name lookups, past which names cannot be seen';
  severity = 1;
  categories = ['network'];
  ttps = ['T1071.004', 'T1572'];
  references = ['https://attack.mitre.org/techniques/T1071/004/', 'https://attack.mitre.org/techniques/T1572/'];

  run(results: Results) {
    for (const domain of domains(results, RESOLVERS)) this.data.push({ domain });
    return this.data.length > 0;
  }
}
