import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Control\\Lsa(?:\\OSConfig)?\\(?:Authentication|Security|Notification) Packages$/i;

/** Products for single sign-on and smart cards register packages here. */
export default class PersistenceLsaPackages extends ValueSignature {
  name = 'persistence_lsa_packages';
  description = 'Has Windows load a library where passwords pass through (LSA packages)';
  severity = 4;
  confidence = 90;
  categories = ['persistence', 'credentials'];
  ttps = ['T1547.002', 'T1547.005', 'T1556.002'];
  references = ['https://attack.mitre.org/techniques/T1547/002/', 'https://attack.mitre.org/techniques/T1547/005/'];

  protected concerns(regkey: string): boolean {
    return VALUE.test(regkey);
  }
}
