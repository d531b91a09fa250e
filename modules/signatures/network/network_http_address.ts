import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { evidence, isPublicAddress, textArgument, urls } from 'ovoscope/query';

const HOST = /^https?:\/\/(?:[^/@]{0,80}@)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?:\/|$)/i;

/** Some updates of Windows come from addresses without a name; devices in companies have none. */
export default class NetworkHttpAddress extends Signature {
  name = 'network_http_address';
  description = 'Asks a web server by its address instead of a name';
  severity = 2;
  confidence = 85;
  categories = ['network'];
  ttps = ['T1071.001'];
  references = ['https://attack.mitre.org/techniques/T1071/001/'];
  watch = { apis: ['InternetConnectA', 'InternetConnectW', 'WinHttpConnect'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const host = textArgument(call, 'hostname');
    if (!isPublicAddress(host) || this.#seen.has(host)) return;
    this.#seen.add(host);
    this.data.push(evidence(call, process, 'hostname', 'port'));
  }

  onComplete(results: Results) {
    for (const url of urls(results, HOST)) {
      if (isPublicAddress(HOST.exec(url)![1]!)) this.data.push({ url });
    }
    return this.data.length > 0;
  }
}
