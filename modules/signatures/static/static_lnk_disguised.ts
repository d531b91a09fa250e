import { type Results, Signature } from 'ovoscope';
import { entry, staticOf, text } from './_pe.ts';

const RUNS = /\b(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32|conhost|forfiles)(?:\.exe)?$/i;
const ICON =
  /(?:\.(?:pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|html?)|(?:winword|excel|powerpnt|acrord32|acrobat|wordicon|xlicons|msedge|chrome|notepad|wordpad|imageres\.dll|shell32\.dll|zipfldr\.dll))(?:\.exe)?$/i;

/** Shortcuts that open a document in its program have its icon; they name the document and that program. */
export default class StaticLnkDisguised extends Signature {
  name = 'static_lnk_disguised';
  description = 'The shortcut has the icon of a document, but starts a program';
  severity = 3;
  confidence = 75;
  categories = ['static', 'lnk', 'evasion'];
  ttps = ['T1036.008', 'T1204.002'];
  references = ['https://attack.mitre.org/techniques/T1036/008/', 'https://attack.mitre.org/techniques/T1204/002/'];
  run(results: Results) {
    const lnk = entry(staticOf(results)['lnk']);
    const target = [lnk['target_path'], lnk['basepath'], lnk['relapath']]
      .map(text)
      .find((path) => RUNS.test(path.slice(-300)));
    const icon = text(lnk['icon']) || text(lnk['icon_environment']);
    if (target === undefined || text(lnk['cmdline']) === '' || !ICON.test(icon.slice(-300))) return false;
    this.data.push({ target, icon, cmdline: text(lnk['cmdline']).slice(0, 1_000) });
    return true;
  }
}
