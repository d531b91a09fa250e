import { type Results, Signature } from 'ovoscope';
import { entries, pick, staticOf, text } from './_pe.ts';

const RUNS =
  /\.(?:exe|scr|com|pif|bat|cmd|ps1|vb[se]|jse?|ws[fh]|hta|lnk|msi|jar|iso|img|vhdx?|doc[mx]?|xls[mb]?|ppt[mx]?|rtf|chm|url|settingcontent-ms|searchconnector-ms|library-ms)$/i;
const PROGRAM = /^(?:PE32|MS-DOS executable|ELF|Composite Document)/;

/** Invoices carry data, never programs. */
export default class StaticPdfAttachment extends Signature {
  name = 'static_pdf_attachment';
  description = 'The document carries a program, a script or another document that can run code';
  severity = 3;
  confidence = 80;
  categories = ['static', 'pdf'];
  ttps = ['T1204.002', 'T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1027/009/'];
  run(results: Results) {
    for (const { attachments } of entries(staticOf(results)['pdf'])) {
      for (const file of entries(attachments)) {
        const isOdd = RUNS.test(text(file['filename']).slice(-300)) || PROGRAM.test(text(file['type']));
        if (isOdd) this.data.push(pick(file, 'filename', 'size', 'sha256', 'type'));
      }
    }
    return this.data.length > 0;
  }
}
