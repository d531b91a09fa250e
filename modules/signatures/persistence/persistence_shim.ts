import { CommandSignature } from '../_command-signature.ts';

const COMMAND = /\bsdbinst(?:\.exe)?"?\s(?!.{0,20}-u\b).{0,200}\.sdb\b/i;

/** Companies install such databases for old programs, by a management agent. */
export default class PersistenceShim extends CommandSignature {
  name = 'persistence_shim';
  description = 'Installs a compatibility database, which can change what programs run (shim)';
  severity = 3;
  confidence = 85;
  categories = ['persistence', 'privilege-escalation'];
  ttps = ['T1546.011'];
  references = ['https://attack.mitre.org/techniques/T1546/011/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
