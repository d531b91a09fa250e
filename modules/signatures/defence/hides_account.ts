import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUE = /\\Winlogon\\SpecialAccounts\\UserList\\[^\\]+$/i;
const COMMAND = /\bSpecialAccounts\\UserList\b.{0,120}\/d\s+"?(?:0x)?0\b/i;

/** Companies hide the account of their support staff this way. */
export default class HidesAccount extends SettingSignature {
  name = 'hides_account';
  description = 'Hides an account from the log-on screen';
  severity = 4;
  confidence = 90;
  categories = ['evasion', 'persistence'];
  ttps = ['T1564.002'];
  references = ['https://attack.mitre.org/techniques/T1564/002/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
