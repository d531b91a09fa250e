import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';

const VALUE = /\\Services\\EventLog\\Start$/i;
const COMMANDS = [
  /\bwevtutil(?:\.exe)?"?\s+(?:sl|set-log)\s.{0,120}\/e(?:nabled)?:\s?false\b/i,
  /\bauditpol(?:\.exe)?"?\s+(?:\/clear\b|\/remove\b|\/set\s.{0,200}:disable\b)/i,
  /\b(?:sc|net1?)(?:\.exe)?"?\s+(?:stop|delete|config)\s+"?eventlog\b/i,
  /\bEnableScriptBlockLogging\b.{0,60}(?:\/d\s+|-Value\s+)"?0\b/i,
  /\b(?:Remove|Limit|Clear)-EventLog\b.{0,80}-MaximumSize\b|\blogman(?:\.exe)?"?\s+(?:stop|delete)\s+"?EventLog-/i,
];

const isFour = (value: Value | undefined) => /^(?:4|0x0*4)$/.test(String(value));

/**
 * Scripts that tune a machine for speed switch off single logs; the log of security or PowerShell is none they
 * need.
 */
export default class DisablesEventLog extends SettingSignature {
  name = 'disables_event_log';
  description = 'Stops Windows or PowerShell from recording events';
  severity = 4;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1685.001'];
  references = ['https://attack.mitre.org/techniques/T1685/001/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isFour(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
