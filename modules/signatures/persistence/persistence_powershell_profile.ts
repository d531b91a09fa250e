import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH = /\\(?:Windows)?PowerShell\\(?:v1\.0\\|7\\)?(?:Microsoft\.\w+_)?profile\.ps1$/i;

/** Developers keep profiles; package managers such as Conda add a few lines to them. */
export default class PersistencePowershellProfile extends Signature {
  name = 'persistence_powershell_profile';
  description = 'Writes a script that PowerShell runs at each start';
  severity = 3;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1546.013'];
  references = ['https://attack.mitre.org/techniques/T1546/013/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
