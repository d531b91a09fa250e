import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Services\\W32Time\\TimeProviders\\[^\\]+\\DllName$/i;

/** Programs for exact time add providers of their own. */
export default class PersistenceTimeProvider extends ValueSignature {
  name = 'persistence_time_provider';
  description = 'Has the time service load a library';
  severity = 4;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1547.003'];
  references = ['https://attack.mitre.org/techniques/T1547/003/'];

  protected concerns(regkey: string): boolean {
    return VALUE.test(regkey);
  }
}
