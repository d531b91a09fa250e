import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Services\\[^\\]+\\(?:Parameters\\)?ServiceDll$/i;

/**
 * Installers of services that run in svchost.exe write it too; few programs but those of Windows have such
 * services.
 */
export default class PersistenceServiceLibrary extends ValueSignature {
  name = 'persistence_service_library';
  description = 'Sets the library that a shared service host loads (ServiceDll)';
  severity = 3;
  confidence = 85;
  categories = ['persistence'];
  ttps = ['T1543.003'];
  references = ['https://attack.mitre.org/techniques/T1543/003/'];

  protected concerns(regkey: string): boolean {
    return VALUE.test(regkey);
  }
}
