import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

/** Blockers of advertisements and tools of developers write it. */
export default class ModifiesHostsFile extends Signature {
  name = 'modifies_hosts_file';
  description = 'Writes to the hosts file, which decides where names lead';
  severity = 3;
  confidence = 95;
  categories = ['evasion', 'network'];
  ttps = ['T1565.001'];
  references = ['https://attack.mitre.org/techniques/T1565/001/'];

  run(results: Results) {
    const found = writtenFiles(results, /\\drivers\\etc\\(?:hosts|lmhosts|networks)(?:\.ics)?$/i);
    this.data.push(...firstUses(results, found, [...apis.writesFile, ...apis.opensFile], 'filepath'));
    return found.length > 0;
  }
}
