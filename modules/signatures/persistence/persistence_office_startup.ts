import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH =
  /\\Microsoft\\(?:Word\\STARTUP|Excel\\XLSTART|AddIns|Templates)\\[^\\~]+\.(?:dot[mx]?|wll|xl[aslt][mb]?|xlam|ppam|vba?project|otm)$/i;

/** Word itself writes Normal.dotm; add-ins are put there by their installers. */
export default class PersistenceOfficeStartup extends Signature {
  name = 'persistence_office_startup';
  description = 'Puts a file where Office loads it at each start';
  severity = 3;
  confidence = 85;
  categories = ['persistence', 'office'];
  ttps = ['T1137.001'];
  references = ['https://attack.mitre.org/techniques/T1137/001/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
