import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\.(?:CreationTime|LastWriteTime|LastAccessTime)(?:Utc)?\s*=|\bSetCreationTime\b|\bSetLastWriteTime(?:Utc)?\b/i,
  /(?:^|[\s;&|"'/])touch\s+(?:-\w+\s+){0,3}(?:-r\s|-[acm]*t\s+\d{8})/,
  /\bnircmdc?(?:\.exe)?"?\s+setfiletime\b/i,
];

/** Programs that restore backups and build systems set times, by functions and not by commands. */
export default class ChangesFileTimes extends CommandSignature {
  name = 'changes_file_times';
  description = 'Gives files other times than they have';
  severity = 3;
  confidence = 80;
  categories = ['evasion'];
  ttps = ['T1070.006'];
  references = ['https://attack.mitre.org/techniques/T1070/006/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
