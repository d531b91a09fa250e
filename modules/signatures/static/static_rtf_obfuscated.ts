import { type Results, Signature } from 'ovoscope';
import { listed, pick } from './_office.ts';

/** Documents that were cut in two and mended may look the same. */
export default class StaticRtfObfuscated extends Signature {
  name = 'static_rtf_obfuscated';
  description = 'The document hides the objects in it from scanners';
  severity = 3;
  confidence = 70;
  categories = ['static', 'office', 'evasion'];
  ttps = ['T1027.013'];
  references = ['https://attack.mitre.org/techniques/T1027/013/'];
  run(results: Results) {
    for (const object of listed(results, 'object_data')) {
      if (object['is_obfuscated'] === true) this.data.push(pick(object, 'offset', 'class_name', 'size'));
    }
    return this.data.length > 0;
  }
}
