import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUE = /\\(?:SharedAccess\\Parameters\\FirewallPolicy|WindowsFirewall)\\\w+Profile\\EnableFirewall$/i;
const COMMANDS = [
  /\bnetsh(?:\.exe)?"?\s+advfirewall\s+set\s+\w+\s+state\s+off\b/i,
  /\bnetsh(?:\.exe)?"?\s+firewall\s+set\s+opmode\s.{0,40}disable\b/i,
  /\bSet-NetFirewallProfile\b.{0,120}-Enabled\s+(?:\$?false|0)\b/i,
  /\b(?:sc|net1?)(?:\.exe)?"?\s+(?:stop|delete)\s+"?(?:MpsSvc|SharedAccess)\b/i,
];

/** Old games and products for security switch it off while they are installed. */
export default class DisablesFirewall extends SettingSignature {
  name = 'disables_firewall';
  description = "Switches off Windows' firewall";
  severity = 3;
  confidence = 95;
  categories = ['evasion'];
  ttps = ['T1686.003'];
  references = [
    'https://attack.mitre.org/techniques/T1686/003/',
    'https://learn.microsoft.com/en-us/troubleshoot/windows-server/networking/netsh-advfirewall-firewall-control-firewall-behavior',
  ];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
