import { type Results, Signature } from 'ovoscope';
import { droidmonEntries, manifestTexts, pick, text } from './_droidmon.ts';

const DISABLED = /DISABLED/;

/** Programs switch off parts of themselves; the activity that the user starts stays. */
export default class AndroidHidesIcon extends Signature {
  name = 'android_hides_icon';
  description = 'Takes its icon away, so that the user does not find it';
  severity = 3;
  confidence = 85;
  categories = ['android'];
  ttps = ['T1628.001'];
  references = ['https://attack.mitre.org/techniques/T1628/001/'];
  run(results: Results) {
    const activities = new Set(manifestTexts(results, 'activities'));
    for (const setting of droidmonEntries(results, 'ComponentEnabledSetting')) {
      const name = text(setting['component_name']).split('/').at(-1)!;
      const isActivity = activities.has(name) || /(?:Activity|Main|Launcher|Splash|\.Fx)$/i.test(name);
      if (DISABLED.test(text(setting['component_new_state'])) && isActivity) {
        this.data.push(pick(setting, 'component_name', 'component_new_state'));
      }
    }
    return this.data.length > 0;
  }
}
