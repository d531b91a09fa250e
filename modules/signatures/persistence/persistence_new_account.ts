import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bnet1?(?:\.exe)?"?\s+user\s.{0,120}\/add\b/i,
  /\bnet1?(?:\.exe)?"?\s+localgroup\s.{0,160}\/add\b/i,
  /\b(?:New-LocalUser|Add-LocalGroupMember)\b/i,
  /(?:^|[\s/;&|])useradd\s|(?:^|[\s/;&|])usermod\s.{0,60}-a?G\s+(?:sudo|wheel|root)\b/,
];

/** Installers of databases and services create accounts of their own. */
export default class PersistenceNewAccount extends CommandSignature {
  name = 'persistence_new_account';
  description = 'Creates an account or makes one an administrator';
  severity = 3;
  confidence = 85;
  categories = ['persistence'];
  ttps = ['T1136.001', 'T1098.007'];
  references = ['https://attack.mitre.org/techniques/T1136/001/', 'https://attack.mitre.org/techniques/T1098/007/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
