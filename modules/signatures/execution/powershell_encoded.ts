import { encodedPowerShell } from 'ovoscope/query';
import { CommandSignature } from '../_command-signature.ts';

const SHOWN = 2_000;

/** Tools that manage machines encode commands only to spare them from quoting. */
export default class PowershellEncoded extends CommandSignature {
  name = 'powershell_encoded';
  description = 'Runs PowerShell with an encoded command';
  severity = 3;
  confidence = 85;
  categories = ['execution', 'evasion'];
  ttps = ['T1059.001', 'T1027.010'];
  references = [
    'https://attack.mitre.org/techniques/T1059/001/',
    'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_powershell_exe',
  ];

  protected concerns(commandLine: string): boolean | object {
    if (!/\b(?:powershell|pwsh)\b/i.test(commandLine)) return false;
    const decoded = encodedPowerShell(commandLine);
    return decoded === undefined ? false : { decoded: decoded.slice(0, SHOWN) };
  }
}
