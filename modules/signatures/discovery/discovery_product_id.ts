import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, readKeys } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const VALUE =
  /\\Microsoft\\Windows(?: NT)?\\CurrentVersion\\(?:ProductId|DigitalProductId4?|RegisteredOwner|RegisteredOrganization|InstallDate)$/i;

/** Installers that register a program read who owns Windows. */
export default class DiscoveryProductId extends Signature {
  name = 'discovery_product_id';
  description = 'Reads what tells this installation of Windows from others: licence, owner, date';
  severity = 2;
  confidence = 60;
  categories = ['discovery', 'anti-sandbox'];
  ttps = ['T1082', 'T1012'];
  references = ['https://attack.mitre.org/techniques/T1082/', 'https://attack.mitre.org/techniques/T1012/'];

  run(results: Results) {
    const found = readKeys(results, VALUE);
    this.data.push(...firstUses(results, found, apis.readsValue, 'regkey', { except: BACKGROUND }));
    return this.data.length > 0;
  }
}
