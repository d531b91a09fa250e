import { type Results, Signature } from 'ovoscope';
import { entries, pick, staticOf, text } from './_pe.ts';

/** Readers ask before they do; manuals that start their own viewer existed long ago. */
export default class StaticPdfLaunches extends Signature {
  name = 'static_pdf_launches';
  description = 'The document starts a program';
  severity = 4;
  confidence = 85;
  categories = ['static', 'pdf'];
  ttps = ['T1204.002'];
  references = ['https://attack.mitre.org/techniques/T1204/002/'];
  run(results: Results) {
    for (const { actions } of entries(staticOf(results)['pdf'])) {
      for (const action of entries(actions)) {
        if (/^\/?Launch$/.test(text(action['type']))) this.data.push(pick(action, 'object', 'target'));
      }
    }
    return this.data.length > 0;
  }
}
