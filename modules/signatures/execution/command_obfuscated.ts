import { CommandSignature } from '../_command-signature.ts';

const CARETS = /(?:[a-z]\^){4}/i;
const SLICES = /%[^%\s]{1,40}:~-?\d{1,4}(?:,-?\d{1,4})?%/g;
const SPLIT_WORDS = /(?:[a-z]{1,6}""){4}/i;
const FEWEST_SLICES = 5;

/** Commands that were put together by a program may have many carets and quotes. */
export default class CommandObfuscated extends CommandSignature {
  name = 'command_obfuscated';
  description = 'Runs a command that is written so as not to be understood';
  severity = 3;
  confidence = 90;
  categories = ['evasion', 'execution'];
  ttps = ['T1027.010', 'T1059.003'];
  references = ['https://attack.mitre.org/techniques/T1027/010/'];

  protected concerns(commandLine: string): boolean {
    if (CARETS.test(commandLine) || SPLIT_WORDS.test(commandLine)) return true;
    return (commandLine.match(SLICES)?.length ?? 0) >= FEWEST_SLICES;
  }
}
