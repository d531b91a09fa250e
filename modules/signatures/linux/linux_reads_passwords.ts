import { type Results, Signature } from 'ovoscope';
import { find } from 'ovoscope/query';

const PATH = /^\/etc\/(?:shadow|gshadow|master\.passwd|security\/opasswd)-?$/;

/** Programs for log-ins read it; they run as root and are installed. */
export default class LinuxReadsPasswords extends Signature {
  name = 'linux_reads_passwords';
  description = 'Reads the file of passwords';
  severity = 3;
  confidence = 75;
  categories = ['linux', 'credentials'];
  ttps = ['T1003.008'];
  references = ['https://attack.mitre.org/techniques/T1003/008/'];
  run(results: Results) {
    const summary = results.behavior?.summary;
    const touched = new Set(find([...(summary?.file_opened ?? []), ...(summary?.file_read ?? [])], PATH));
    this.data.push(...[...touched].slice(0, 50).map((filepath) => ({ filepath })));
    return touched.size > 0;
  }
}
