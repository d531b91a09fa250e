import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';

/** Domains under which anybody can have a name for an address that changes. */
const PROVIDERS =
  /(?:^|\.)(?:duckdns\.org|no-ip\.(?:org|biz|info|com)|noip\.(?:me|us)|ddns\.(?:net|me|info|ms)|hopto\.(?:org|me)|zapto\.org|sytes\.net|myftp\.(?:org|biz)|myvnc\.com|serve(?:blog|ftp|game|http|irc|minecraft|mp3|pics|quake)\.(?:net|com)|redirectme\.net|bounceme\.net|gotdns\.ch|webhop\.me|dyndns\.(?:org|biz|info|tv)|dyndns-\w+\.com|homeip\.net|dnsalias\.(?:com|net|org)|dynu\.net|dynu\.com|accesscam\.org|camdvr\.org|casacam\.net|freeddns\.org|giize\.com|gleeze\.com|kozow\.com|loseyourip\.com|mywire\.org|ooguy\.com|theworkpc\.com|3utilities\.com|changeip\.\w+|dns\.army|dnsdojo\.\w+|mooo\.com|chickenkiller\.com|ignorelist\.com|strangled\.net|crabdance\.com|jumpingcrab\.com|twilightparadox\.com|dns-dns\.com|lflink\.com|dynamic-dns\.net|linkpc\.net|publicvm\.com|nerdpol\.ovh|ydns\.eu|portmap\.(?:host|io)|ngrok\.(?:io|app)|ngrok-free\.app|trycloudflare\.com|serveo\.net|localto\.net|playit\.gg)$/i;

/** Users reach machines at home under such names. */
export default class NetworkDynamicDns extends Signature {
  name = 'network_dynamic_dns';
  description = 'Looks up a name of a service for changing addresses or tunnels';
  severity = 3;
  confidence = 75;
  categories = ['network'];
  ttps = ['T1568', 'T1572'];
  references = ['https://attack.mitre.org/techniques/T1568/'];

  run(results: Results) {
    for (const domain of domains(results, PROVIDERS)) this.data.push({ domain });
    return this.data.length > 0;
  }
}
