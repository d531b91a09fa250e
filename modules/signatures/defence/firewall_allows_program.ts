import { CommandSignature } from '../_command-signature.ts';

const ALLOWS = [
  /\bnetsh(?:\.exe)?"?\s+firewall\s+(?:add|set)\s+(?:allowedprogram|portopening)\b/i,
  /\bnetsh(?:\.exe)?"?\s+advfirewall\s+firewall\s+add\s+rule\s.{0,400}\baction\s*=\s*allow\b/i,
  /\bNew-NetFirewallRule\b.{0,400}-Action\s+Allow\b/i,
];

/** Installers of servers and games do this as well. */
export default class FirewallAllowsProgram extends CommandSignature {
  name = 'firewall_allows_program';
  description = "Opens Windows' firewall for a program or port";
  severity = 2;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1686.003'];
  references = ['https://attack.mitre.org/techniques/T1686/003/'];

  protected concerns(commandLine: string): boolean {
    return ALLOWS.some((pattern) => pattern.test(commandLine));
  }
}
