import { type Results, Signature } from 'ovoscope';
import { entry, staticOf, text } from './_pe.ts';

/** What the properties show. */
const SHOWN = 260;
const GAP = /[\s\u00a0]{40}/;

/** Installers make long commands, without rows of spaces. */
export default class StaticLnkHidesCommand extends Signature {
  name = 'static_lnk_hides_command';
  description = 'The shortcut hides its command behind spaces, or it is longer than is shown';
  severity = 3;
  confidence = 80;
  categories = ['static', 'lnk', 'evasion'];
  ttps = ['T1027.012', 'T1204.002'];
  references = ['https://attack.mitre.org/techniques/T1027/012/', 'https://attack.mitre.org/techniques/T1204/002/'];
  run(results: Results) {
    const cmdline = text(entry(staticOf(results)['lnk'])['cmdline']);
    if (cmdline.length <= SHOWN || (!GAP.test(cmdline) && cmdline.length < 3 * SHOWN)) return false;
    this.data.push({ length: cmdline.length, cmdline: cmdline.replace(/[\s\u00a0]+/g, ' ').slice(0, 2_000) });
    return true;
  }
}
