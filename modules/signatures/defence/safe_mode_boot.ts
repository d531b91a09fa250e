import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { SettingSignature } from '../_setting-signature.ts';

const VALUE = /\\Control\\SafeBoot\\(?:Minimal|Network)\\[^\\]+(?:\\\(Default\))?$/i;
const COMMAND = /\bbcdedit(?:\.exe)?"?\s.{0,60}\bsafeboot\s+(?:minimal|network)/i;

/** Support staff start machines in safe mode, by hand. */
export default class SafeModeBoot extends SettingSignature {
  name = 'safe_mode_boot';
  description = 'Has Windows start in safe mode, where security products do not run';
  severity = 4;
  confidence = 90;
  categories = ['evasion', 'ransomware'];
  ttps = ['T1688'];
  references = ['https://attack.mitre.org/techniques/T1688/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && /^(?:service|driver)$/i.test(registryText(value));
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
