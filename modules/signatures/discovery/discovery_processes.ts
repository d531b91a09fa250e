import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence } from 'ovoscope/query';

/** Fewer than a desktop runs: whoever looks at these many goes through the list. */
const MANY = 10;

/** Most programs that manage others do so. */
export default class DiscoveryProcesses extends Signature {
  name = 'discovery_processes';
  description = 'Goes through the list of running processes';
  severity = 1;
  categories = ['discovery'];
  ttps = ['T1057'];
  references = [
    'https://attack.mitre.org/techniques/T1057/',
    'https://learn.microsoft.com/en-us/windows/win32/api/tlhelp32/nf-tlhelp32-process32nextw',
  ];
  watch = { apis: apis.listsProcesses };
  readonly #counts = new Map<number, number>();

  onCall(call: Call, process: Process) {
    const count = (this.#counts.get(process.process_id) ?? 0) + 1 + call.repeated;
    this.#counts.set(process.process_id, count);
    if (count >= MANY && count - 1 - call.repeated < MANY) this.data.push(evidence(call, process));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
