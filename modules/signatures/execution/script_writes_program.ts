import { type Call, type Process, Signature } from 'ovoscope';
import { apis, baseName, evidence, textArgument } from 'ovoscope/query';
import { RUNNABLE, SCRIPT_HOSTS } from '../_programs.ts';

/** PowerShell tries its policy with them, and links what it opened. */
const OWN = /^__PSScriptPolicyTest_|\.lnk$/i;

/**
 * Scripts of installers unpack programs; PowerShell writes small scripts to test its policy, which are left out.
 */
export default class ScriptWritesProgram extends Signature {
  name = 'script_writes_program';
  description = 'A script writes a program or another script';
  severity = 3;
  confidence = 75;
  categories = ['execution', 'script', 'dropper'];
  ttps = ['T1059', 'T1105'];
  references = ['https://attack.mitre.org/techniques/T1059/', 'https://attack.mitre.org/techniques/T1105/'];
  watch = {
    apis: [...apis.writesFile, ...apis.copiesFile, 'URLDownloadToFileW'],
    processes: [...SCRIPT_HOSTS, 'powershell.exe', 'pwsh.exe'],
  };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const path = textArgument(call, 'newfilepath') || textArgument(call, 'filepath', process);
    const key = path.toLowerCase();
    if (!RUNNABLE.test(path) || OWN.test(baseName(path)) || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.data.push({ ...evidence(call, process), filepath: path });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
