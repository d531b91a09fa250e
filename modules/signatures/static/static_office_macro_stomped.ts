import { type Results, Signature } from 'ovoscope';
import { listed, pick } from './_office.ts';

/** Documents that were damaged or repaired may have lost the source. */
export default class StaticOfficeMacroStomped extends Signature {
  name = 'static_office_macro_stomped';
  description = 'The source of a macro is not what is run';
  severity = 3;
  confidence = 80;
  categories = ['static', 'office', 'evasion'];
  ttps = ['T1564.007'];
  references = ['https://attack.mitre.org/techniques/T1564/007/'];
  run(results: Results) {
    for (const macro of listed(results, 'macros')) {
      if (macro['is_stomped'] === true)
        this.data.push(pick(macro, 'stream', 'filename', 'source_lines', 'p_code_lines'));
    }
    return this.data.length > 0;
  }
}
