import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const STORES = [
  /\\Microsoft\\(?:Credentials|Vault)\\(?!UserProfileRoaming)[^\\]+/i,
  /\\Microsoft\\Protect\\S-1-[^\\]+\\[0-9a-f-]{36}$/i,
];
const OWNERS = ['lsass.exe', 'taskhost.exe', 'taskhostw.exe', 'taskhostex.exe', 'dllhost.exe', 'runtimebroker.exe'];

/** CryptUnprotectData reads master keys from within the caller's process, so keys alone are not enough. */
export default class CredentialsWindowsVault extends Signature {
  name = 'credentials_windows_vault';
  description = "Reads the files in which Windows keeps users' saved passwords";
  severity = 3;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1555.004'];
  references = ['https://attack.mitre.org/techniques/T1555/004/'];

  run(results: Results) {
    const touched = strangersAt(results, STORES, OWNERS);
    if (touched.every(({ filepath }) => /\\Protect\\/i.test(String(filepath)))) return false;
    this.data.push(...touched);
    return true;
  }
}
