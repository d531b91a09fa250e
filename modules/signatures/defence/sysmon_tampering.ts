import { type Results, Signature } from 'ovoscope';
import { sysmonEvents } from '../_sysmon.ts';

const TAMPERED = 25;
const BROWSERS = /\\(?:chrome|msedge|firefox|brave|opera|setup)\.exe$/i;

/** Some protectors and browsers change their own program while they start. */
export default class SysmonTampering extends Signature {
  name = 'sysmon_tampering';
  description = 'Sysmon saw a process whose program was replaced in memory, or that was kept from it';
  severity = 4;
  confidence = 80;
  categories = ['injection', 'evasion'];
  ttps = ['T1055.012'];
  references = ['https://attack.mitre.org/techniques/T1055/012/'];
  run(results: Results) {
    for (const { data, time } of sysmonEvents(results, TAMPERED)) {
      const image = data.get('Image') ?? '';
      if (!BROWSERS.test(image.slice(-200)))
        this.data.push({ time, image, pid: data.get('ProcessId') ?? null, type: data.get('Type') ?? null });
    }
    return this.data.length > 0;
  }
}
