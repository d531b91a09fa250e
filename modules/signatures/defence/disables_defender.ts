import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne, isZero } from '../_value-signature.ts';

const POLICY =
  /\\Microsoft\\Windows Defender(?: Security Center)?\\(?:.{1,60}\\)?(?:Disable\w+|SpyNetReporting|SubmitSamplesConsent|PUAProtection)$/i;
const EXCLUSION = /\\Microsoft\\Windows Defender\\Exclusions\\(?:Paths|Extensions|Processes|IpAddresses)\\/i;
const COMMANDS = [
  /\b(?:Set|Add)-MpPreference\b.{0,400}-(?:Disable\w+\s+(?:\$?true|1)|Exclusion(?:Path|Process|Extension|IpAddress)|(?:Low|Moderate|High|Severe)ThreatDefaultAction|MAPSReporting\s+(?:0|Disabled)|PUAProtection\s+(?:0|Disabled))/i,
  /\b(?:sc|net1?)(?:\.exe)?"?\s+(?:stop|delete|config)\s+"?(?:WinDefend|WdNisSvc|Sense|SecurityHealthService)\b/i,
  /\bmpcmdrun(?:\.exe)?"?\s.{0,80}-RemoveDefinitions\b/i,
  /\bUninstall-WindowsFeature\b.{0,80}Windows-Defender/i,
];

/** Installers of other products against viruses, and exclusions that administrators set. */
export default class DisablesDefender extends SettingSignature {
  name = 'disables_defender';
  description = 'Switches off Microsoft Defender or has it overlook files';
  severity = 4;
  confidence = 95;
  categories = ['evasion', 'anti-av'];
  ttps = ['T1685'];
  references = [
    'https://attack.mitre.org/techniques/T1685/',
    'https://learn.microsoft.com/en-us/powershell/module/defender/set-mppreference',
  ];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    if (EXCLUSION.test(regkey)) return true;
    if (!POLICY.test(regkey)) return false;
    return /\\Disable\w+$/i.test(regkey) ? isOne(value) : isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
