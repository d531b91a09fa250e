import { type Results, Signature } from 'ovoscope';
import { droidmonList, text } from './_droidmon.ts';

/** What Android itself loads. */
const OWN = /^\/(?:system|apex|data\/app)\//;

/** Advertisements and games in parts load code too. */
export default class AndroidLoadsCode extends Signature {
  name = 'android_loads_code';
  description = 'Loads code that is not part of its package';
  severity = 2;
  confidence = 70;
  categories = ['android'];
  ttps = ['T1407'];
  references = ['https://attack.mitre.org/techniques/T1407/'];
  run(results: Results) {
    const paths = new Set<string>();
    for (const list of ['dropped_dex', 'loadDex', 'DexClassLoader']) {
      for (const value of droidmonList(results, list)) {
        const path = text(Array.isArray(value) ? value[0] : value);
        if (/\.(?:dex|jar|apk|zip|so|dat|tmp)$/i.test(path.slice(-200)) && !OWN.test(path)) paths.add(path);
      }
    }
    this.data.push(...[...paths].slice(0, 50).map((filepath) => ({ filepath })));
    return paths.size > 0;
  }
}
