import { sampleName } from 'ovoscope/query';
import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:powershell|pwsh)(?:\.exe)?"?\s.{0,200}-e(?:p|x\w*)\s+"?(?:bypass|unrestricted)\b/i,
  /\bSet-ExecutionPolicy\s.{0,40}\b(?:Bypass|Unrestricted)\b/i,
];

/**
 * Many harmless installers start their own scripts this way. Sandboxes do so with the sample itself, which does
 * not count.
 */
export default class PowershellPolicyBypassed extends CommandSignature {
  name = 'powershell_policy_bypassed';
  description = 'Has PowerShell run scripts whatever the policy says';
  severity = 2;
  confidence = 60;
  categories = ['execution', 'script'];
  ttps = ['T1059.001'];
  references = ['https://attack.mitre.org/techniques/T1059/001/'];
  protected concerns(commandLine: string): boolean {
    const sample = sampleName(this.results);
    if (sample !== '' && commandLine.includes(sample)) return false;
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
