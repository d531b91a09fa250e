import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const DECOY =
  /\.(?:docx?|xlsx?|pptx?|pdf|rtf|txt|jpe?g|png|gif|bmp|mp3|mp4|avi|zip|rar|html?)[ .]*\.(?:exe|scr|com|pif|bat|cmd|js|jse|vbs|vbe|wsf|hta|lnk)$/i;
const PADDED = /[ \u00a0]{8,64}\.(?:exe|scr|com|pif|bat|cmd|js|vbs|lnk)$/i;
const REVERSED = /\u202e[^\\]{0,64}(?:exe|rcs|moc|fip|tab|sj|sbv|knl)/i;

/** Archives of setup programs are sometimes called like the document in them. */
export default class DoubleExtension extends Signature {
  name = 'double_extension';
  description = 'Writes a program whose name makes it look like a document';
  severity = 3;
  confidence = 95;
  categories = ['evasion'];
  ttps = ['T1036.007', 'T1036.002'];
  references = ['https://attack.mitre.org/techniques/T1036/007/', 'https://attack.mitre.org/techniques/T1036/002/'];

  run(results: Results) {
    const found = writtenFiles(results, DECOY, PADDED, REVERSED);
    this.data.push(...firstUses(results, found, [...apis.opensFile, ...apis.writesFile], 'filepath'));
    return found.length > 0;
  }
}
