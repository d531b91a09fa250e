import { CommandSignature } from '../_command-signature.ts';

const COMMAND =
  /\bbcdedit(?:\.exe)?"?\s.{0,80}\b(?:testsigning\s+(?:on|yes|1)|nointegritychecks\s+(?:on|yes|1)|loadoptions\s+"?DDISABLE_INTEGRITY_CHECKS)/i;

/** Developers of drivers do so on machines for tests. */
export default class DisablesDriverSigning extends CommandSignature {
  name = 'disables_driver_signing';
  description = 'Has Windows load drivers that nobody signed';
  severity = 4;
  confidence = 95;
  categories = ['evasion', 'privilege-escalation'];
  ttps = ['T1553.006'];
  references = ['https://attack.mitre.org/techniques/T1553/006/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
