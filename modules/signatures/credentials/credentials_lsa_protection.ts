import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUE = /\\Control\\Lsa\\(?:RunAsPPL(?:Boot)?|LsaCfgFlags)$/i;
const COMMAND = /\b(?:RunAsPPL|LsaCfgFlags)\b.{0,80}(?:\/d|-Value)\s+"?(?:0x)?0\b/i;

/** Old single sign-on products ask for it during their set-up. */
export default class CredentialsLsaProtection extends SettingSignature {
  name = 'credentials_lsa_protection';
  description = 'Takes away the protection of the process that keeps passwords';
  severity = 4;
  confidence = 95;
  categories = ['credentials', 'evasion'];
  ttps = ['T1685', 'T1003.001'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1003/001/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
