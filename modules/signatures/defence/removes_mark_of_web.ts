import { type Results, Signature } from 'ovoscope';
import { apis, deletedFiles, firstUses } from 'ovoscope/query';

const PATH = /:Zone\.Identifier(?::\$DATA)?$/i;

/** Windows removes it itself where a user allows a file in its properties. */
export default class RemovesMarkOfWeb extends Signature {
  name = 'removes_mark_of_web';
  description = 'Removes the mark by which Windows knows files from the internet';
  severity = 3;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1553.005'];
  references = ['https://attack.mitre.org/techniques/T1553/005/'];
  run(results: Results) {
    const paths = deletedFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.deletesFile, 'filepath'));
    return paths.length > 0;
  }
}
