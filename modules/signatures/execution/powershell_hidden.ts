import { powerShellParameter } from 'ovoscope/query';
import { CommandSignature } from '../_command-signature.ts';

/** Scheduled tasks of honest programs hide the window as well. */
export default class PowershellHidden extends CommandSignature {
  name = 'powershell_hidden';
  description = 'Runs PowerShell without a window';
  severity = 2;
  confidence = 90;
  categories = ['execution', 'evasion'];
  ttps = ['T1564.003', 'T1059.001'];
  references = ['https://attack.mitre.org/techniques/T1564/003/'];

  protected concerns(commandLine: string): boolean {
    if (!/\b(?:powershell|pwsh)\b/i.test(commandLine)) return false;
    const style = powerShellParameter(commandLine, 'windowstyle')?.toLowerCase() ?? '';
    return style === '1' || (style !== '' && 'hidden'.startsWith(style));
  }
}
