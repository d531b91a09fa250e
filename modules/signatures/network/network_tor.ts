import { type Results, Signature } from 'ovoscope';
import { domains, files, urls } from 'ovoscope/query';

const ONION = /(?:^|\.)(?:onion(?:\.\w{2,8})?|tor2web\.\w+|torproject\.org)$/i;
const GATEWAY_URL = /^https?:\/\/(?:[a-z0-9]{16}|[a-z2-7]{56})\.(?:onion|[a-z0-9-]{2,20}\.\w{2,8})(?:[:/]|$)/i;
const PROGRAM = /\\(?:tor|tor-browser|obfs4proxy|lyrebird|geckotor)\.exe$|\\Tor\\(?:torrc|state|cached-microdesc\w*)$/i;

/** Users who want to stay unknown install Tor themselves. */
export default class NetworkTor extends Signature {
  name = 'network_tor';
  description = 'Uses the Tor network or a gateway to it';
  severity = 3;
  confidence = 90;
  categories = ['network'];
  ttps = ['T1090.003'];
  references = ['https://attack.mitre.org/techniques/T1090/003/'];

  run(results: Results) {
    for (const domain of domains(results, ONION)) this.data.push({ domain });
    for (const url of urls(results, GATEWAY_URL)) this.data.push({ url });
    for (const filepath of files(results, PROGRAM)) this.data.push({ filepath });
    return this.data.length > 0;
  }
}
