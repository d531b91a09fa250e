import { type Results, Signature } from 'ovoscope';
import { entries, entry, staticOf, text } from './_pe.ts';

/** Forms check themselves with scripts when they are opened. */
export default class StaticPdfScriptOnOpen extends Signature {
  name = 'static_pdf_script_on_open';
  description = 'The document runs a script when it is opened';
  severity = 2;
  confidence = 70;
  categories = ['static', 'pdf'];
  ttps = ['T1204.002', 'T1059.007'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1059/007/'];
  run(results: Results) {
    for (const { javascript, openaction } of entries(staticOf(results)['pdf'])) {
      const opens = openaction ?? null;
      const [script] = entries(javascript);
      const isScript =
        opens !== null && /javascript|this\.|app\.|function|eval/i.test(JSON.stringify(opens).slice(0, 5_000));
      if (script === undefined || !isScript) continue;
      this.data.push({
        object: script['object'] ?? entry(opens)['object'] ?? null,
        script: text(script['orig_code']).slice(0, 500),
      });
    }
    return this.data.length > 0;
  }
}
