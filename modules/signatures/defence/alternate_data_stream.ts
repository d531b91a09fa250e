import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH =
  /^(?:\\\?\?\\)?[a-z]:\\[^:]{1,400}:(?!Zone\.Identifier|AFP_|com\.apple|SmartScreen|favicon|encryptable|MBAM\.|OECustomProperty|\{4c8cc155|\$DATA$)[^:\\/]{1,100}(?::\$DATA)?$/i;

/** Browsers write Zone.Identifier; file servers for macOS write streams with names that begin with AFP. */
export default class AlternateDataStream extends Signature {
  name = 'alternate_data_stream';
  description = 'Writes into a stream behind a file, where it is not seen';
  severity = 3;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1564.004'];
  references = ['https://attack.mitre.org/techniques/T1564/004/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
