import { CommandSignature } from '../_command-signature.ts';

const DUMPS = [
  /\bcomsvcs(?:\.dll)?\W{1,4}\s*(?:MiniDump|#\+?24)/i,
  /\bprocdump(?:64)?(?:\.exe)?"?\s.{0,120}\blsass\b/i,
  /\breg(?:\.exe)?"?\s+save\s+"?(?:hklm|hkey_local_machine)\\(?:sam|security|system)\b/i,
  /\bntdsutil\b.{0,200}\bifm\b/i,
  /\b(?:sekurlsa|lsadump|kerberos|privilege)::\w+/i,
  /\b(?:Invoke-Mimikatz|Out-Minidump)\b/i,
  /\bvaultcmd(?:\.exe)?"?\s+\/list/i,
  /\bcmdkey(?:\.exe)?"?\s+\/list\b/i,
];

/** Administrators save parts of the registry before they change them. */
export default class CredentialsDumpCommands extends CommandSignature {
  name = 'credentials_dump_commands';
  description = 'Runs a command that copies passwords from memory or from the registry';
  severity = 4;
  confidence = 90;
  categories = ['credentials'];
  ttps = ['T1003.001', 'T1003.002', 'T1003.003'];
  references = ['https://attack.mitre.org/techniques/T1003/'];

  protected concerns(commandLine: string): boolean {
    return DUMPS.some((pattern) => pattern.test(commandLine));
  }
}
