import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\[(?:System\.)?Reflection\.Assembly\]::Load\s*\(|\bLoad\(\s*\[(?:System\.)?Convert\]::FromBase64String/i,
  /\bGetDelegateForFunctionPointer\b|\bUnsafeNativeMethods\b|\bVirtualAlloc\b/i,
  /\b(?:IEX|Invoke-Expression)\b.{0,200}\b(?:FromBase64String|DeflateStream|GzipStream|DownloadString)\b/i,
  /\b(?:FromBase64String|DeflateStream|GzipStream|DownloadString)\b.{0,400}\b(?:IEX|Invoke-Expression)\b/i,
];

/**
 * Modules that are loaded from memory exist, such as some of administrators; they come without pointers to
 * functions.
 */
export default class PowershellInMemory extends CommandSignature {
  name = 'powershell_in_memory';
  description = 'Has PowerShell run code that is in no file';
  severity = 3;
  confidence = 85;
  categories = ['execution', 'script'];
  ttps = ['T1059.001', 'T1620'];
  references = ['https://attack.mitre.org/techniques/T1059/001/', 'https://attack.mitre.org/techniques/T1620/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
