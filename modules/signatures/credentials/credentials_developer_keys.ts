import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const STORES = [
  /[\\/]\.ssh[\\/](?:id_(?:rsa|dsa|ecdsa|ed25519)|authorized_keys|config|known_hosts)$/i,
  /[\\/]\.(?:aws[\\/]credentials|azure[\\/]\w*(?:token|profile)\w*\.json|kube[\\/]config|docker[\\/]config\.json|git-credentials|npmrc|pypirc|netrc)$/i,
  /[\\/](?:gcloud[\\/](?:credentials\.db|access_tokens\.db|legacy_credentials)|GitHub CLI[\\/]hosts\.yml|DigitalOcean[\\/]\w+\.yaml)/i,
];
const OWNERS: string[] = ['ssh.exe', 'sshd', 'ssh', 'git.exe', 'code.exe', 'aws.exe', 'kubectl.exe', 'docker.exe'];

/** Programs for development read their own keys; owners that are known are left out. */
export default class CredentialsDeveloperKeys extends Signature {
  name = 'credentials_developer_keys';
  description = 'Looks for keys and tokens of developers: SSH, clouds, repositories';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1552.001', 'T1552.004'];
  references = ['https://attack.mitre.org/techniques/T1552/001/', 'https://attack.mitre.org/techniques/T1552/004/'];
  run(results: Results) {
    this.data.push(...strangersAt(results, STORES, OWNERS));
    return this.data.length > 0;
  }
}
