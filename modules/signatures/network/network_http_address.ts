import { type Results, Signature } from 'ovoscope';
import { find, isPublicAddress, urls } from 'ovoscope/query';

const HOST = /^https?:\/\/(?:[^/@]{0,80}@)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?:\/|$)/i;

export default class NetworkHttpAddress extends Signature {
  name = 'network_http_address';
  description = 'Asks a web server by its address instead of a name';
  severity = 2;
  confidence = 80;
  categories = ['network'];
  ttps = ['T1071.001'];
  references = ['https://attack.mitre.org/techniques/T1071/001/'];

  run(results: Results) {
    for (const url of find(urls(results), HOST)) {
      if (isPublicAddress(HOST.exec(url)![1]!)) this.data.push({ url });
    }
    return this.data.length > 0;
  }
}
