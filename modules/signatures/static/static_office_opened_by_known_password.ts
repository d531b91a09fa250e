import { type Results, Signature } from 'ovoscope';
import { documents, entry, pick, text } from './_office.ts';

const KNOWN = new Set(['VelvetSweatshop', '/01Hannes Ruescher/01']);

/** Workbooks whose structure is protected are encrypted this way too. */
export default class StaticOfficeOpenedByKnownPassword extends Signature {
  name = 'static_office_opened_by_known_password';
  description = 'The document is encrypted with a password that Office knows, so that scanners do not read it';
  severity = 3;
  confidence = 80;
  categories = ['static', 'office', 'evasion'];
  ttps = ['T1027.013'];
  references = ['https://attack.mitre.org/techniques/T1027/013/'];
  run(results: Results) {
    for (const document of documents(results)) {
      const encryption = entry(document['encryption']);
      if (KNOWN.has(text(encryption['password']))) this.data.push(pick(encryption, 'method', 'password'));
    }
    return this.data.length > 0;
  }
}
