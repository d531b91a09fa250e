import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, evidence, matches, textArgument, userAgents } from 'ovoscope/query';

/** Programs' and libraries' own names, browsers that are long gone, and what no browser would send. */
const UNUSUAL = [
  /^(?:python|curl|wget|go-http-client|libwww|java\/|perl|ruby|okhttp|axios|node|winhttp|powershell|autoit|nsis|inetc|delphi|vb project|http\s?client|download|test|agent|get|post|user|mozilla|opera|explorer|ie|my\w*)\b[^)]{0,60}$/i,
  /\b(?:WindowsPowerShell|Sqlmap|Nmap|masscan|zgrab)\b/i,
  /^Mozilla\/[1-3]\.\d/i,
  /\bMSIE [1-6]\.\d/i,
  /^.{1,6}$/,
];
/** Libraries of Windows itself. */
const OWN =
  /^(?:Microsoft-CryptoAPI|Microsoft NCSI|Windows-Update-Agent|Microsoft BITS|Microsoft-Delivery-Optimization|MICROSOFT_DEVICE_METADATA|Microsoft-WNS)/i;

/** Small programs name their library to servers and nothing else. */
export default class NetworkUserAgent extends Signature {
  name = 'network_user_agent';
  description = 'Introduces itself to web servers with an unusual name';
  severity = 2;
  confidence = 70;
  categories = ['network'];
  ttps = ['T1071.001'];
  references = ['https://attack.mitre.org/techniques/T1071/001/'];
  watch = { apis: apis.opensInternet };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const agent = textArgument(call, 'user_agent');
    if (this.#seen.has(agent) || !isUnusual(agent)) return;
    this.#seen.add(agent);
    this.data.push(evidence(call, process, 'user_agent'));
  }

  onComplete(results: Results) {
    for (const user_agent of userAgents(results, UNUSUAL)) {
      if (!this.#seen.has(user_agent) && isUnusual(user_agent)) this.data.push({ user_agent });
    }
    return this.data.length > 0;
  }
}

const isUnusual = (agent: string) => !OWN.test(agent) && matches(agent, ...UNUSUAL);
