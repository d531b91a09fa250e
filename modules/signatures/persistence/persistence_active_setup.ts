import { ValueSignature } from '../_value-signature.ts';

/** Installers of programs with settings for each user use it. */
export default class PersistenceActiveSetup extends ValueSignature {
  name = 'persistence_active_setup';
  description = "Has Windows run a command at each user's first logon (Active Setup)";
  severity = 2;
  confidence = 80;
  categories = ['persistence'];
  ttps = ['T1547.014'];
  references = ['https://attack.mitre.org/techniques/T1547/014/'];

  protected concerns(regkey: string): boolean {
    return /\\Microsoft\\Active Setup\\Installed Components\\[^\\]+\\StubPath$/i.test(regkey);
  }
}
