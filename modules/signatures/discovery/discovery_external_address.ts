import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';

/** Services that answer with the address they are asked from. */
const SERVICES = [
  /(?:^|\.)(?:ipify\.org|ipinfo\.io|ip-api\.com|ip-adress\.com|icanhazip\.com|ifconfig\.(?:me|co|io)|ident\.me|ipecho\.net|ipapi\.co|ipwho\.is|ipwhois\.app|myexternalip\.com|myip\.(?:com|dnsomatic\.com|opendns\.com)|whatismyip(?:address)?\.com|wtfismyip\.com|freegeoip\.\w+|geoplugin\.net|ip2location\.com|db-ip\.com|iplogger\.(?:org|com)|2ip\.(?:ru|io)|ip\.sb|api\.myip\.com|l2\.io|seeip\.org)$/i,
  /^checkip\.(?:dyndns\.org|amazonaws\.com)$/i,
];

/** Programs for dynamic names and for calls ask for it. */
export default class DiscoveryExternalAddress extends Signature {
  name = 'discovery_external_address';
  description = 'Asks a service on the internet for its own address';
  severity = 2;
  confidence = 90;
  categories = ['discovery', 'network'];
  ttps = ['T1016'];
  references = ['https://attack.mitre.org/techniques/T1016/'];

  run(results: Results) {
    for (const domain of domains(results, SERVICES)) this.data.push({ domain });
    return this.data.length > 0;
  }
}
