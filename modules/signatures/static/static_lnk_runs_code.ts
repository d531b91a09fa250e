import { type Results, Signature } from 'ovoscope';
import { entry, staticOf, text } from './_pe.ts';

const RUNS =
  /\b(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32|msiexec|certutil|bitsadmin|conhost|forfiles|pcalua|ftp|curl|ssh)(?:\.exe)?"?$/i;
const DOES =
  /https?:|\\\\[\w.-]{2,}|\bstart\b|\/c\b|-e(?:nc|c|\s)|-w(?:in\w*)?\s+h|\bhidden\b|\biex\b|invoke|download|javascript:|vbscript:|\.(?:vbs|js|hta|dll|ps1|bat|dat|tmp|jpg|png|pdf|doc)\b/i;
/** For these there is no harmless reason. */
const FETCHES = /https?:|\biex\b|invoke-expression|-enc\w*\s|frombase64string|javascript:|vbscript:/i;

/** Shortcuts to a shell exist; they seldom tell it to download, decode or hide. */
export default class StaticLnkRunsCode extends Signature {
  name = 'static_lnk_runs_code';
  description = 'The shortcut runs a shell or script host with a command of its own';
  severity = 3;
  confidence = 85;
  categories = ['static', 'lnk', 'script'];
  ttps = ['T1204.002', 'T1059'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1059/'];
  run(results: Results) {
    const lnk = entry(staticOf(results)['lnk']);
    const targets = ['target_path', 'basepath', 'relapath', 'environment'].map((name) => text(lnk[name]).slice(-300));
    const cmdline = text(lnk['cmdline']).slice(0, 32_768);
    if (!targets.some((target) => RUNS.test(target)) || !DOES.test(cmdline)) return false;
    if (FETCHES.test(cmdline)) this.severity = 4;
    this.data.push({ target: targets.find(Boolean) ?? null, cmdline: cmdline.slice(0, 2_000) });
    return true;
  }
}
