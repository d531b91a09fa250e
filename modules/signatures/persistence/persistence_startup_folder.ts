import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const STARTUP =
  /\\(?:Start Menu\\Programs|Menu D.{1,8}marrer\\Programmes)\\(?:StartUp|Autostart|D.{1,8}marrage)\\[^\\]+$/i;
const KNOWN = /\\desktop\.ini$/i;

/** Installers put a shortcut there when the user asks for it. */
export default class PersistenceStartupFolder extends Signature {
  name = 'persistence_startup_folder';
  description = 'Puts a file into the Startup folder, from which Windows starts it at logon';
  severity = 3;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1547.001'];
  references = ['https://attack.mitre.org/techniques/T1547/001/'];

  run(results: Results) {
    const paths = writtenFiles(results, STARTUP).filter((path) => !KNOWN.test(path));
    this.data.push(...firstUses(results, paths, [...apis.opensFile, ...apis.writesFile], 'filepath'));
    return paths.length > 0;
  }
}
