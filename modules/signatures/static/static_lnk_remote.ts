import { type Results, Signature } from 'ovoscope';
import { entry, staticOf, text } from './_pe.ts';

const REMOTE = /^(?:\\\\(?!localhost|127\.|\.\\|\?\\)[\w.@-]{3,}\\|https?:\/\/|file:\/\/[\w.-]+\/)/i;

/** Companies have shortcuts to files of their shares. */
export default class StaticLnkRemote extends Signature {
  name = 'static_lnk_remote';
  description = 'The shortcut points to another computer';
  severity = 3;
  confidence = 60;
  categories = ['static', 'lnk'];
  ttps = ['T1187', 'T1204.002'];
  references = ['https://attack.mitre.org/techniques/T1187/', 'https://attack.mitre.org/techniques/T1204/002/'];
  run(results: Results) {
    const lnk = entry(staticOf(results)['lnk']);
    for (const name of ['icon', 'icon_environment', 'net_share', 'target_path', 'environment', 'workingdir']) {
      const place = text(lnk[name]);
      if (REMOTE.test(place)) this.data.push({ [name]: place.slice(0, 500) });
    }
    return this.data.length > 0;
  }
}
