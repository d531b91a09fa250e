import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Environment\\UserInitMprLogonScript$/i;

/** Some companies set it by group policy, which writes from a service and not from the sample. */
export default class PersistenceLogonScript extends ValueSignature {
  name = 'persistence_logon_script';
  description = 'Has Windows run a script at each logon of the user';
  severity = 4;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1037.001'];
  references = ['https://attack.mitre.org/techniques/T1037/001/'];

  protected concerns(regkey: string): boolean {
    return VALUE.test(regkey);
  }
}
