import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH = /\\Windows\\(?:System32\\Tasks\\(?!Microsoft\\)[^\\]+|Tasks\\[^\\]+\.job)$/i;

/** The scheduler itself writes these files, from a service that is not the sample. */
export default class PersistenceTaskFile extends Signature {
  name = 'persistence_task_file';
  description = 'Writes a scheduled task as a file, past the task scheduler';
  severity = 3;
  confidence = 80;
  categories = ['persistence'];
  ttps = ['T1053.005'];
  references = ['https://attack.mitre.org/techniques/T1053/005/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
