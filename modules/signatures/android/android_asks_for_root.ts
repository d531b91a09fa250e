import { type Results, Signature } from 'ovoscope';
import { droidmonTexts } from './_droidmon.ts';

const SU = /(?:^|[/\s])su(?:\s|$)|(?:^|\/)(?:superuser\.apk|busybox|daemonsu|magisk)(?:\s|$)/i;

/** Programs of banks look whether others could; they do not try. */
export default class AndroidAsksForRoot extends Signature {
  name = 'android_asks_for_root';
  description = 'Tries to become root';
  severity = 3;
  confidence = 80;
  categories = ['android'];
  ttps = ['T1404'];
  references = ['https://attack.mitre.org/techniques/T1404/'];
  run(results: Results) {
    for (const command of droidmonTexts(results, 'commands')) {
      const line = command.slice(0, 500);
      if (/^(?:\/\S{1,100}\/)?su(?:\s|$)|\bsu -c\b|^which su$/.test(line)) this.data.push({ command: line });
    }
    const looked = droidmonTexts(results, 'file_accessed').filter((path) => SU.test(path.slice(-200)));
    if (this.data.length > 0 || looked.length > 1)
      this.data.push(...looked.slice(0, 20).map((filepath) => ({ filepath })));
    return this.data.length > 0;
  }
}
