import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:icacls|cacls|xcacls)(?:\.exe)?"?\s.{0,200}\/(?:deny|d)\s+"?(?:everyone|system|administrators|\*?S-1-1-0|%username%)/i,
  /\b(?:takeown)(?:\.exe)?"?\s.{0,80}\/f\s.{0,120}\\(?:system32|syswow64|windows defender)\b/i,
  /\bicacls(?:\.exe)?"?\s.{0,120}\/grant\s.{0,40}everyone:\(?F\)?\s.{0,20}\/T\b/i,
];

/** Programs of administrators set rights too, rarely to deny them. */
export default class HidesByPermissions extends CommandSignature {
  name = 'hides_by_permissions';
  description = 'Takes away the right to see or remove its files';
  severity = 3;
  confidence = 75;
  categories = ['evasion'];
  ttps = ['T1222.001'];
  references = ['https://attack.mitre.org/techniques/T1222/001/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
