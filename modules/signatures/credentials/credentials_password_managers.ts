import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const STORES = [
  /\.kdbx?$/i,
  /\\(?:1Password|Bitwarden|KeePassXC?|LastPass|Dashlane|RoboForm|NordPass|Enpass|StickyPassword|Keeper)\\.{0,200}\.(?:sqlite\w*|db|json|dat|ini|xml|opvault|localstorage|log|ldb)$/i,
];
const OWNERS: string[] = [
  'keepass.exe',
  'keepassxc.exe',
  '1password.exe',
  'bitwarden.exe',
  'lastpass.exe',
  'dashlane.exe',
  'roboform.exe',
  'nordpass.exe',
  'enpass.exe',
  'keeper.exe',
];

/** Programs for backups touch every file; the managers themselves are left out. */
export default class CredentialsPasswordManagers extends Signature {
  name = 'credentials_password_managers';
  description = 'Looks for the databases of password managers';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1555.005'];
  references = ['https://attack.mitre.org/techniques/T1555/005/'];
  run(results: Results) {
    this.data.push(...strangersAt(results, STORES, OWNERS));
    return this.data.length > 0;
  }
}
