import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { USER_WRITABLE } from '../_programs.ts';
import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Services\\[^\\]+\\ImagePath$/i;

/** Updaters of programs that are installed for one user run services from that user's folder. */
export default class PersistenceServiceImage extends ValueSignature {
  name = 'persistence_service_image';
  description = "Has a service start a program from a user's folder";
  severity = 3;
  confidence = 85;
  categories = ['persistence'];
  ttps = ['T1543.003', 'T1574.011'];
  references = ['https://attack.mitre.org/techniques/T1543/003/', 'https://attack.mitre.org/techniques/T1574/011/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && USER_WRITABLE.test(registryText(value));
  }
}
