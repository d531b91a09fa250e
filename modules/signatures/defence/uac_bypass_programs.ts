import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /(?:^|[\\"\s])(?:fodhelper|computerdefaults|eventvwr|sdclt|slui|wsreset|changepk|cmstplua|sysprep|cliconfg|systempropertiesadvanced|perfmon|compmgmtlauncher|easinvoker)(?:\.exe)?"?\s*(?:$|\/kickoffelev|0x)/i,
  /\\windows \\system32\\/i,
  /\bsilentcleanup\b.{0,40}\/i\b|\/run\s.{0,80}silentcleanup/i,
];

/** Users start some of them from the settings; a sample has no reason to. */
export default class UacBypassPrograms extends CommandSignature {
  name = 'uac_bypass_programs';
  description = 'Starts a program of Windows that gets administrator rights without asking';
  severity = 3;
  confidence = 70;
  categories = ['privilege-escalation', 'evasion'];
  ttps = ['T1548.002'];
  references = ['https://attack.mitre.org/techniques/T1548/002/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
