import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne, isZero } from '../_value-signature.ts';

const VALUES = [/\\SecurityProviders\\WDigest\\UseLogonCredential$/i, /\\Control\\Lsa\\DisableRestrictedAdmin$/i];
const COMMAND = /\bUseLogonCredential\b.{0,80}(?:\/d|-Value)\s+"?(?:0x)?0*1\b/i;

/** Very old servers need WDigest; nothing sets it by itself. */
export default class CredentialsWdigest extends SettingSignature {
  name = 'credentials_wdigest';
  description = 'Has Windows keep passwords in memory in clear text';
  severity = 4;
  confidence = 95;
  categories = ['credentials'];
  ttps = ['T1112', 'T1003.001'];
  references = ['https://attack.mitre.org/techniques/T1112/', 'https://attack.mitre.org/techniques/T1003/001/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return (
      VALUES.some((pattern) => pattern.test(regkey)) &&
      (/UseLogonCredential$/i.test(regkey) ? isOne(value) : isZero(value))
    );
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
