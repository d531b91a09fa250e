import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bnet1?(?:\.exe)?"?\s+user\s+"?[^\s/"]{1,64}"?\s+(?!\/|\*)"?\S{4,}(?!.{0,200}\/add)/i,
  /\bnet1?(?:\.exe)?"?\s+user\s.{1,80}\/(?:active:no|delete)\b/i,
  /\b(?:Disable-LocalUser|Set-LocalUser\b.{0,80}-Password)\b/i,
  /(?:^|[\s;&|"'/])(?:passwd\s+-l|usermod\s+-L|chage\s+-E\s*0)\s/,
];

/** Support staff give users new passwords. */
export default class LocksAccounts extends CommandSignature {
  name = 'locks_accounts';
  description = 'Locks users out of their accounts';
  severity = 3;
  confidence = 85;
  categories = ['impact'];
  ttps = ['T1531'];
  references = ['https://attack.mitre.org/techniques/T1531/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
