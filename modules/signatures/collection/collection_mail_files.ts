import { type Results, Signature } from 'ovoscope';
import { apis, files, firstUses } from 'ovoscope/query';

const PATH = /\.(?:pst|ost|eml|mbox|dbx|nst)$/i;

/** Programs for mail read their own; Windows indexes them. */
export default class CollectionMailFiles extends Signature {
  name = 'collection_mail_files';
  description = 'Looks for files in which mail is kept';
  severity = 3;
  confidence = 70;
  categories = ['collection'];
  ttps = ['T1114.001'];
  references = ['https://attack.mitre.org/techniques/T1114/001/'];
  run(results: Results) {
    const paths = files(results, PATH);
    this.data.push(...firstUses(results, paths, apis.looksForFile, 'filepath'));
    return paths.length > 0;
  }
}
