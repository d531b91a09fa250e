import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUE = /\\(?:Windows Script(?: Host)?\\Settings|Microsoft\\AMSI)\\AmsiEnable$/i;
const COMMAND = /amsiInitFailed|AmsiUtils|AmsiScanBuffer|amsiContext|amsiSession/i;

/** Tests of scripts do it on purpose; nothing else has a reason to. */
export default class DisablesAmsi extends SettingSignature {
  name = 'disables_amsi';
  description = 'Switches off the scan of scripts by antivirus products (AMSI)';
  severity = 4;
  confidence = 95;
  categories = ['evasion', 'anti-av', 'script'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
