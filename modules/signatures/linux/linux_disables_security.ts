import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bsetenforce\s+0\b|\bSELINUX=disabled\b/,
  /\b(?:systemctl|service)\s+(?:(?:stop|disable|mask)\s+)?(?:firewalld|ufw|iptables|apparmor|auditd|falcon-sensor|aliyun|clamav\S*|ossec|wazuh-agent)(?:\.service)?(?:\s+stop)?\b/,
  /\bufw\s+disable\b|\biptables\s+(?:-F|--flush|-P\s+(?:INPUT|OUTPUT)\s+ACCEPT)\b/,
];

/** Administrators do so while they look for an error. */
export default class LinuxDisablesSecurity extends CommandSignature {
  name = 'linux_disables_security';
  description = 'Switches off the firewall or what guards the system';
  severity = 3;
  confidence = 80;
  categories = ['linux', 'evasion'];
  ttps = ['T1685', 'T1686'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1686/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
