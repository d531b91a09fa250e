import { type Results, Signature } from 'ovoscope';
import { sampleName } from 'ovoscope/query';
import { text } from '../_flows.ts';

const DOUBLE =
  /\.(?:pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|gif|bmp|mp[34]|avi|html?|csv|zip|rar)[\s_]{0,100}\.(?:exe|scr|com|pif|bat|cmd|cpl|js|jse|vbs|vbe|wsf|hta|lnk|ps1|msi)$/i;
/** Right-to-left override and its like, by which `exe.fdp` is shown as `pdf.exe`. */
const TURNED = /[\u202a-\u202e\u2066-\u2069]/;
/** So many spaces that the ending is out of sight. */
const FAR = /\s{10}\s{0,200}\.\w{1,5}$/;

/** Archives of setup programs are sometimes called like the document that they install. */
export default class StaticNameDisguised extends Signature {
  name = 'static_name_disguised';
  description = 'The name of the sample hides what it is';
  severity = 3;
  confidence = 85;
  categories = ['static', 'evasion'];
  ttps = ['T1036.007', 'T1036.002'];
  references = ['https://attack.mitre.org/techniques/T1036/007/', 'https://attack.mitre.org/techniques/T1036/002/'];
  run(results: Results) {
    // Of another sandbox's report it may be no text.
    const name = text(sampleName(results)).slice(-300);
    if (!DOUBLE.test(name) && !TURNED.test(name) && !FAR.test(name)) return false;
    this.data.push({ name });
    return true;
  }
}
