import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { SettingSignature } from '../_setting-signature.ts';

const VALUE = /\\(?:Winlogon|Policies\\System)\\legalnotice(?:caption|text)$/i;
const COMMAND = /\blegalnotice(?:caption|text)\b.{0,80}\/d\s+"?\S/i;

/** Companies set such a message by group policy. */
export default class ImpactLogOnMessage extends SettingSignature {
  name = 'impact_log_on_message';
  description = 'Shows a message of its own before users log on';
  severity = 3;
  confidence = 80;
  categories = ['impact', 'ransomware'];
  ttps = ['T1491.001'];
  references = ['https://attack.mitre.org/techniques/T1491/001/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && registryText(value).trim() !== '';
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
