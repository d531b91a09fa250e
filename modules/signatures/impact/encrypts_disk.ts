import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bmanage-bde(?:\.exe)?"?\s.{0,80}-(?:on|protectors\s+-add|forcerecovery|ChangePassword)\b/i,
  /\b(?:Enable-BitLocker|Add-BitLockerKeyProtector|ConvertTo-SecureString\b.{0,200}\bBitLocker)\b/i,
  /\bdccon(?:\.exe)?"?\s.{0,40}-encrypt\b|\bdiskcryptor\b.{0,60}-encrypt\b/i,
];

/** Administrators switch BitLocker on when a machine is set up. */
export default class EncryptsDisk extends CommandSignature {
  name = 'encrypts_disk';
  description = 'Encrypts whole disks with a program of Windows or of others';
  severity = 4;
  confidence = 85;
  categories = ['ransomware'];
  ttps = ['T1486'];
  references = ['https://attack.mitre.org/techniques/T1486/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
