import { type Results, Signature } from 'ovoscope';
import { listed, text } from './_office.ts';

const PROGRAM =
  /\b(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32|msiexec|certutil|bitsadmin|msexcel\b.{0,40}\\\.\.\\)\b/i;

/** Tables that are linked to another program name that program, never a shell. */
export default class StaticOfficeDde extends Signature {
  name = 'static_office_dde';
  description = 'The document has a field that starts a program (DDE)';
  severity = 4;
  confidence = 85;
  categories = ['static', 'office'];
  ttps = ['T1559.002'];
  references = ['https://attack.mitre.org/techniques/T1559/002/'];
  run(results: Results) {
    for (const field of listed(results, 'dde')) {
      const words = Object.values(field).map(text).join(' ').slice(0, 5_000);
      if (PROGRAM.test(words)) this.data.push({ field: words.slice(0, 1_000) });
    }
    return this.data.length > 0;
  }
}
