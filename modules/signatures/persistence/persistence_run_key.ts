import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { USER_WRITABLE } from '../_programs.ts';
import { ValueSignature } from '../_value-signature.ts';

const RUN =
  /\\Software\\(?:Wow6432Node\\)?Microsoft\\Windows\\CurrentVersion\\(?:Policies\\Explorer\\Run|Run(?:Once|OnceEx|Services|ServicesOnce)?)\\/i;
const INTERPRETER = /\b(?:powershell|mshta|wscript|cscript|rundll32|regsvr32|cmd)(?:\.exe)?\b/i;

/** Installers write here too; what starts from a user's folder or through an interpreter counts for more. */
export default class PersistenceRunKey extends ValueSignature {
  name = 'persistence_run_key';
  description = 'Has Windows start a program at logon through a Run key';
  severity = 2;
  categories = ['persistence'];
  ttps = ['T1547.001'];
  references = [
    'https://attack.mitre.org/techniques/T1547/001/',
    'https://learn.microsoft.com/en-us/windows/win32/setupapi/run-and-runonce-registry-keys',
  ];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    if (!RUN.test(regkey)) return false;
    const command = registryText(value);
    if (USER_WRITABLE.test(command) || INTERPRETER.test(command)) this.severity = 3;
    return true;
  }
}
