import { CommandSignature } from '../_command-signature.ts';

const REPORTS = /\b(?:werfault(?:secure)?|dwwin|dw20|drwtsn32)(?:\.exe)?"?\s.{0,80}-(?:u\s.{0,20}-)?(?:p|s|x)\s/i;

/** Nothing bad by itself, but the rest of the behaviour may be missing. */
export default class SampleCrashed extends CommandSignature {
  name = 'sample_crashed';
  description = 'Windows reported the crash of a program';
  severity = 1;
  confidence = 90;
  categories = ['execution'];
  references = ['https://learn.microsoft.com/en-us/windows/win32/wer/windows-error-reporting'];

  protected concerns(commandLine: string): boolean {
    return REPORTS.test(commandLine);
  }
}
