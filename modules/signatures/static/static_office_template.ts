import { type Results, Signature } from 'ovoscope';
import { listed, pick, text } from './_office.ts';

/** What is only shown. */
const SHOWN = /^(?:hyperlink|image|audio|video|media)$/i;
const OUTSIDE = /^\s{0,20}(?:https?|ftp|mhtml|ms-msdt|webdavs?|davs?|file):|^\\\\/i;
const KNOWN =
  /^https?:\/\/(?:[\w-]{1,60}\.){0,4}(?:microsoft|office|live|officeapps|sharepoint)\.(?:com|net)(?:[:/]|$)/i;

/** Companies keep templates on servers of their own, with names without a dot. */
export default class StaticOfficeTemplate extends Signature {
  name = 'static_office_template';
  description = 'The document loads something from the internet when it is opened';
  severity = 3;
  confidence = 80;
  categories = ['static', 'office'];
  ttps = ['T1221'];
  references = ['https://attack.mitre.org/techniques/T1221/'];
  run(results: Results) {
    for (const link of listed(results, 'links')) {
      const target = text(link['target']).slice(0, 2_000);
      const isLoaded = link['is_remote'] === true && link['is_automatic'] === true && !SHOWN.test(text(link['type']));
      if (isLoaded && OUTSIDE.test(target) && !KNOWN.test(target))
        this.data.push(pick(link, 'place', 'type', 'target'));
    }
    return this.data.length > 0;
  }
}
