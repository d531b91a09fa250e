import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const STORES = [
  /\\(?:System32\\config|Windows\\repair|System32\\config\\RegBack)\\(?:SAM|SECURITY)(?:\.sav|\.old)?$/i,
  /\\NTDS\\ntds\.dit$/i,
  /\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy\d+\\.{0,200}(?:\\config\\(?:SAM|SECURITY|SYSTEM)|ntds\.dit)$/i,
];
const OWNERS: string[] = ['lsass.exe', 'ntdsutil.exe', 'services.exe', 'system'];

/** Programs for backups read these files from a shadow copy too. */
export default class CredentialsSystemHives extends Signature {
  name = 'credentials_system_hives';
  description = 'Looks for the files in which Windows keeps the passwords of accounts';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1003.002', 'T1003.003'];
  references = ['https://attack.mitre.org/techniques/T1003/002/', 'https://attack.mitre.org/techniques/T1003/003/'];
  run(results: Results) {
    this.data.push(...strangersAt(results, STORES, OWNERS));
    return this.data.length > 0;
  }
}
