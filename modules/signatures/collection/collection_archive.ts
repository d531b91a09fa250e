import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:rar|winrar)(?:\.exe)?"?\s+a\s.{0,200}-(?:hp|p)\S/i,
  /\b7z[ar]?(?:\.exe)?"?\s+a\s.{0,200}-p\S/i,
  /\bzip\s.{0,80}(?:-P\s+\S|--password\s)/,
];

/** Users and programs for backups do so with files of theirs. */
export default class CollectionArchive extends CommandSignature {
  name = 'collection_archive';
  description = 'Packs files into an archive with a password';
  severity = 3;
  confidence = 75;
  categories = ['collection', 'exfiltration'];
  ttps = ['T1560.001'];
  references = ['https://attack.mitre.org/techniques/T1560/001/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
