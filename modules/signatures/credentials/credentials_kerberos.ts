import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:asktgt|asktgs|asreproast|kerberoast|s4u|ptt|createnetonly|tgtdeleg)\s+\/\w/i,
  /\b(?:Invoke-Kerberoast|Request-SPNTicket|KerberosRequestorSecurityToken|GetUserSPNs)\b/i,
  /\bsetspn(?:\.exe)?"?\s.{0,40}-Q\s+\*\/\*/i,
];

/** Tests of a domain use the same tools. */
export default class CredentialsKerberos extends CommandSignature {
  name = 'credentials_kerberos';
  description = 'Asks for or steals tickets of Kerberos';
  severity = 4;
  confidence = 90;
  categories = ['credentials', 'lateral-movement'];
  ttps = ['T1558.003', 'T1550.003'];
  references = ['https://attack.mitre.org/techniques/T1558/003/', 'https://attack.mitre.org/techniques/T1550/003/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
