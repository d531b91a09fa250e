import { type Results, Signature } from 'ovoscope';
import { baseName, copiedFiles } from 'ovoscope/query';

const SYSTEM = /^(?:\\\?\?\\)?[a-z]:\\windows\\(?:system32|syswow64|microsoft\.net\\.{1,60})\\/i;
const USEFUL =
  /^(?:cmd|powershell|pwsh|rundll32|regsvr32|mshta|wscript|cscript|certutil|bitsadmin|msiexec|curl|wmic|schtasks|reg|msbuild|regasm|installutil|cmstp|forfiles|net|net1|sc|esentutl)\.exe$/i;

/** Tools for rescue disks copy parts of Windows. */
export default class CopiesSystemProgram extends Signature {
  name = 'copies_system_program';
  description = 'Copies a program of Windows to use it under another name or place';
  severity = 3;
  confidence = 80;
  categories = ['evasion'];
  ttps = ['T1036.003'];
  references = ['https://attack.mitre.org/techniques/T1036/003/'];
  run(results: Results) {
    for (const [from, to] of copiedFiles(results)) {
      const isUseful = SYSTEM.test(from) && USEFUL.test(baseName(from));
      if (isUseful && !SYSTEM.test(to)) this.data.push({ from, to });
    }
    return this.data.length > 0;
  }
}
