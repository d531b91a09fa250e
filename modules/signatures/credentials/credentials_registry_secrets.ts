import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, keys } from 'ovoscope/query';

const SECRETS = [
  /\\(?:SAM\\)?SAM\\Domains\\Account\\(?:Users|F$|V$)/i,
  /\\SECURITY\\(?:Policy\\(?:Secrets|PolEKList|PolSecretEncryptionKey)|Cache\\NL\$)/i,
  /\\Control\\Lsa\\(?:JD|Skew1|GBG|Data)$/i,
];

/** Only Windows itself reads these keys; others need rights that no installer asks for. */
export default class CredentialsRegistrySecrets extends Signature {
  name = 'credentials_registry_secrets';
  description = 'Reads the parts of the registry in which Windows keeps passwords';
  severity = 4;
  confidence = 85;
  categories = ['credentials'];
  ttps = ['T1003.002', 'T1003.004'];
  references = ['https://attack.mitre.org/techniques/T1003/002/', 'https://attack.mitre.org/techniques/T1003/004/'];
  run(results: Results) {
    const found = keys(results, SECRETS);
    const uses = firstUses(results, found, [...apis.opensKey, ...apis.readsValue], 'regkey', {
      except: ['lsass.exe', 'services.exe', 'svchost.exe', 'winlogon.exe'],
    });
    this.data.push(...uses);
    return uses.length > 0;
  }
}
