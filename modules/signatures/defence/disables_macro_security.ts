import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne } from '../_value-signature.ts';

const VALUES = [
  /\\Office\\[\d.]+\\\w+\\Security\\(?:VBAWarnings|AccessVBOM)$/i,
  /\\Office\\[\d.]+\\\w+\\Security\\ProtectedView\\Disable\w+$/i,
];
const COMMAND =
  /\b(?:VBAWarnings|AccessVBOM|DisableInternetFilesInPV|DisableAttachmentsInPV|DisableUnsafeLocationsInPV)\b.{0,80}(?:\/d|-Value)\s+"?(?:0x)?0*1\b/i;

/** Companies set such policies by group policy, which does not come from a sample. */
export default class DisablesMacroSecurity extends SettingSignature {
  name = 'disables_macro_security';
  description = 'Has Office run macros without asking';
  severity = 4;
  confidence = 90;
  categories = ['evasion', 'office'];
  ttps = ['T1112', 'T1685'];
  references = ['https://attack.mitre.org/techniques/T1112/', 'https://attack.mitre.org/techniques/T1685/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUES.some((pattern) => pattern.test(regkey)) && isOne(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
