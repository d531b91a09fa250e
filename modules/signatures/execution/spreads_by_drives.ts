import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const AUTORUN = /^(?:\\\?\?\\)?[a-z]:\\autorun\.inf$/i;
/** A program that looks like a folder or document at the root of a drive that is not the first. */
const AT_ROOT = /^(?:\\\?\?\\)?[d-z]:\\[^\\]{1,100}\.(?:exe|scr|pif|lnk|vbs|js|wsf|cmd|bat)$/i;

/** Makers of installation media write such files to drives. */
export default class SpreadsByDrives extends Signature {
  name = 'spreads_by_drives';
  description = 'Puts a program and what starts it onto drives';
  severity = 4;
  confidence = 80;
  categories = ['lateral-movement'];
  ttps = ['T1091'];
  references = ['https://attack.mitre.org/techniques/T1091/'];
  run(results: Results) {
    const inf = writtenFiles(results, AUTORUN);
    const programs = writtenFiles(results, AT_ROOT);
    const drives = new Set(programs.map((path) => path.replace(/^\\\?\?\\/, '')[0]?.toLowerCase()));
    if (inf.length === 0 && drives.size < 2) return false;
    this.data.push(...firstUses(results, [...inf, ...programs].slice(0, 50), apis.writesFile, 'filepath'));
    return true;
  }
}
