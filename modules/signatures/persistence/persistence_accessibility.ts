import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH = /\\System32\\(?:sethc|utilman|osk|magnify|narrator|displayswitch|atbroker)\.exe$/i;

/** Updates of Windows replace these files, from the folder WinSxS and as TrustedInstaller. */
export default class PersistenceAccessibility extends Signature {
  name = 'persistence_accessibility';
  description = 'Replaces a program that can be started before anyone logs on';
  severity = 4;
  confidence = 90;
  categories = ['persistence', 'privilege-escalation'];
  ttps = ['T1546.008'];
  references = ['https://attack.mitre.org/techniques/T1546/008/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
