import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { SettingSignature } from '../_setting-signature.ts';

const VALUE =
  /\\(?:Explorer\\SmartScreenEnabled|System\\EnableSmartScreen|AppHost\\EnableWebContentEvaluation|PhishingFilter\\Enabled(?:V9)?|SmartScreenEnabled)$/i;
const COMMAND = /\bEnableSmartScreen\b.{0,80}(?:\/d|-Value)\s+"?(?:0x)?0\b/i;

/** Some tuning tools do it; few users ask for it. */
export default class DisablesSmartscreen extends SettingSignature {
  name = 'disables_smartscreen';
  description = 'Switches off SmartScreen, which warns of programs from the internet';
  severity = 3;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && /^(?:0|0x0+|off)$/i.test(registryText(value));
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
