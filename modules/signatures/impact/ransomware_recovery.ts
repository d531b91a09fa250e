import { CommandSignature } from '../_command-signature.ts';

const REMOVES = [
  /\bvssadmin(?:\.exe)?"?\s+(?:delete\s+shadows|resize\s+shadowstorage)/i,
  /\bwmic(?:\.exe)?"?\s.{0,80}\bshadowcopy\b.{0,80}\bdelete\b/i,
  /\bwin32_shadowcopy\b.{0,200}\b(?:delete|remove)/i,
  /\bwbadmin(?:\.exe)?"?\s+delete\s+(?:catalog|backup|systemstatebackup)/i,
  /\bbcdedit(?:\.exe)?"?\s.{0,80}\b(?:recoveryenabled\s+(?:no|off|0)|bootstatuspolicy\s+ignoreallfailures)/i,
  /\bdiskshadow(?:\.exe)?"?\s.{0,80}\bdelete\s+shadows/i,
];

/** Programs for backups make and remove shadow copies, by functions and not by these commands. */
export default class RansomwareRecovery extends CommandSignature {
  name = 'ransomware_recovery';
  description = 'Removes backups or switches off the repair of Windows';
  severity = 4;
  confidence = 95;
  categories = ['ransomware'];
  ttps = ['T1490'];
  references = [
    'https://attack.mitre.org/techniques/T1490/',
    'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/vssadmin-delete-shadows',
  ];

  protected concerns(commandLine: string): boolean {
    return REMOVES.some((pattern) => pattern.test(commandLine));
  }
}
