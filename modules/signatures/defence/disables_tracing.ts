import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUES = [
  /\\Environment\\COM(?:Plus|PLUS)_ETWEnabled$/i,
  /\\WMI\\Autologger\\(?:EventLog-\w+|Defender\w+|Circular Kernel[^\\]*)\\(?:Start|Enabled)$/i,
  /\\\.NETFramework\\ETWEnabled$/i,
];
const COMMANDS = [
  /\b(?:COMPlus_ETWEnabled|DOTNET_ETWEnabled)\s*=\s*0\b/i,
  /\blogman(?:\.exe)?"?\s+(?:stop|update|delete)\s.{0,80}-ets\b/i,
  /\bEtwEventWrite\b/,
];

/** Developers of .NET runtimes set the variable for tests. */
export default class DisablesTracing extends SettingSignature {
  name = 'disables_tracing';
  description = 'Switches off the tracing of events that security products read (ETW)';
  severity = 4;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUES.some((pattern) => pattern.test(regkey)) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
