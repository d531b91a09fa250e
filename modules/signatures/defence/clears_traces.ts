import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bfsutil(?:\.exe)?"?\s+usn\s+deletejournal\b/i,
  /\bcipher(?:\.exe)?"?\s+\/w:/i,
  /\b(?:del|erase|rd|rmdir|rm|Remove-Item)\b.{0,120}\\Prefetch\\/i,
  /\bInetCpl\.cpl\s*,\s*ClearMyTracksByProcess\b/i,
  /\bsdelete(?:64)?(?:\.exe)?"?\s/i,
];

/** Programs that clean disks do so at their user's wish. */
export default class ClearsTraces extends CommandSignature {
  name = 'clears_traces';
  description = 'Removes traces that Windows keeps of files and programs';
  severity = 3;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1070.004'];
  references = ['https://attack.mitre.org/techniques/T1070/004/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
