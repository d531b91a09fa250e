import { type Results, Signature } from 'ovoscope';
import { apis, baseName, firstUses, keys } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const ENTRY = /\\CurrentVersion\\Uninstall\\[^\\]+$/i;
const FEWEST = 8;

/** Installers look for older versions of themselves; few go through all of them. */
export default class DiscoveryInstalledPrograms extends Signature {
  name = 'discovery_installed_programs';
  description = 'Goes through the list of installed programs';
  severity = 1;
  confidence = 60;
  categories = ['discovery'];
  ttps = ['T1518'];
  references = ['https://attack.mitre.org/techniques/T1518/'];
  run(results: Results) {
    const found = keys(results, ENTRY);
    if (new Set(found.map((key) => baseName(key).toLowerCase())).size < FEWEST) return false;
    const uses = firstUses(results, found, [...apis.opensKey, ...apis.readsValue], 'regkey', { except: BACKGROUND });
    if (uses.length < FEWEST) return false;
    this.data.push(...uses.slice(0, 20));
    return true;
  }
}
