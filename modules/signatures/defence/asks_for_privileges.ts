import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const RIGHTS =
  /^Se(?:Debug|LoadDriver|Tcb|TakeOwnership|Restore|Backup|CreateToken|AssignPrimaryToken|Impersonate)Privilege$/;
const TOOLS =
  /^(?:werfault|explorer|msiexec|powershell|taskkill|tasklist|wmic|reg|sc|net1?|schtasks|takeown|icacls|robocopy|wbadmin|vssadmin)\.exe$/;

/** Installers, debuggers and programs for backups ask for the same rights. */
export default class AsksForPrivileges extends Signature {
  name = 'asks_for_privileges';
  description = 'Asks for rights over other processes, drivers or the whole machine';
  severity = 2;
  confidence = 50;
  categories = ['privilege-escalation'];
  ttps = ['T1134'];
  references = ['https://attack.mitre.org/techniques/T1134/'];
  watch = { apis: ['LookupPrivilegeValueA', 'LookupPrivilegeValueW'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const name = process.process_name.toLowerCase();
    // Tools of Windows ask for what they are made for.
    if (BACKGROUND.includes(name) || TOOLS.test(name)) return;
    const right = call.arguments.map(({ value }) => String(value)).find((value) => RIGHTS.test(value.slice(0, 100)));
    if (right === undefined || this.#seen.has(right)) return;
    this.#seen.add(right);
    this.data.push({ ...evidence(call, process), privilege: right });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
