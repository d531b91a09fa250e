import { type Results, Signature } from 'ovoscope';
import { listed, pick, text } from './_office.ts';

const EDITOR = /^Equation\.[23]$|0002CE02-0000-0000-C000-000000000046/i;

/** Old documents with formulas have such objects. */
export default class StaticOfficeEquation extends Signature {
  name = 'static_office_equation';
  description = 'The document has an object for the old equation editor, which has known holes';
  severity = 3;
  confidence = 75;
  categories = ['static', 'office', 'exploit'];
  ttps = ['T1203'];
  references = ['https://attack.mitre.org/techniques/T1203/'];
  run(results: Results) {
    for (const object of listed(results, 'objects').concat(listed(results, 'object_data'))) {
      const isEditor =
        EDITOR.test(text(object['class_name']).slice(0, 100)) || EDITOR.test(text(object['clsid']).slice(0, 100));
      if (isEditor) this.data.push(pick(object, 'place', 'offset', 'class_name', 'clsid', 'size'));
    }
    return this.data.length > 0;
  }
}
