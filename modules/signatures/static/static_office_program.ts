import { type Results, Signature } from 'ovoscope';
import { listed, pick, text } from './_office.ts';

const RUNS =
  /\.(?:exe|scr|com|pif|bat|cmd|ps1|vb[se]|jse?|ws[fh]|hta|lnk|msi|jar|cpl|dll|chm|url|iso|img|vhdx?|settingcontent-ms)\s{0,20}$/i;
const PROGRAM = /^(?:PE32|MS-DOS executable|ELF)/;

/** Nobody packs programs into documents for work. */
export default class StaticOfficeProgram extends Signature {
  name = 'static_office_program';
  description = 'The document carries a program or script to be clicked';
  severity = 3;
  confidence = 85;
  categories = ['static', 'office', 'dropper'];
  ttps = ['T1204.002', 'T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1027/009/'];
  run(results: Results) {
    for (const object of listed(results, 'objects')) {
      const names = ['filename', 'src_path', 'temp_path'].map((name) => text(object[name]).slice(-300));
      if (names.some((name) => RUNS.test(name)) || PROGRAM.test(text(object['type']))) {
        this.data.push(pick(object, 'place', 'filename', 'type', 'size', 'sha256'));
      }
    }
    return this.data.length > 0;
  }
}
