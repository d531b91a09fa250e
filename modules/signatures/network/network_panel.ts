import { type Results, Signature } from 'ovoscope';
import { urls } from 'ovoscope/query';
import { text } from '../_flows.ts';

const PANEL =
  /^https?:\/\/[^/?#]{1,255}(?:\/[^?#]{0,200})?\/(?:gate|fre|panel\/\w{1,20}|five\/fre|loader\/gate|tasks?|c2|bot|check-?in|knock|ping_?back|gateway|api\/(?:bot|beacon|checkin))\.php(?:[?#]|$)|^https?:\/\/[^/?#]{1,255}\/(?:submit\.php\?id=\d{4,}|__utm\.gif\?utmac=|pixel\.gif$|g\.pixel$|ca$|dpixel$|push$|ptj$|j\.ad$|match$|visit\.js$|updates\.rss$|activity$|cx$|fwlink$|IE9CompatViewList\.xml$)/i;
const MAKERS = /^https?:\/\/(?:[\w-]{1,60}\.){0,4}(?:microsoft|google|google-analytics|windows)\.com[:/]/i;

/** Old web shops have pages that are called the same. */
export default class NetworkPanel extends Signature {
  name = 'network_panel';
  description = 'Asks a web server for a page as those of control panels are called';
  severity = 3;
  confidence = 60;
  categories = ['network', 'c2'];
  ttps = ['T1071.001'];
  references = ['https://attack.mitre.org/techniques/T1071/001/'];
  run(results: Results) {
    for (const url of urls(results, PANEL)) if (!MAKERS.test(text(url))) this.data.push({ url: url.slice(0, 1_000) });
    return this.data.length > 0;
  }
}
