import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';

/** Runtime libraries ask as well, once, when a program starts or fails. */
export default class AntidebugPresence extends Signature {
  name = 'antidebug_presence';
  description = 'Asks whether a debugger is attached';
  severity = 1;
  categories = ['anti-debug'];
  ttps = ['T1622'];
  references = [
    'https://attack.mitre.org/techniques/T1622/',
    'https://learn.microsoft.com/en-us/windows/win32/api/debugapi/nf-debugapi-isdebuggerpresent',
  ];
  watch = { apis: ['IsDebuggerPresent'] };
  readonly #processes = new Set<number>();

  onCall(call: Call, process: Process) {
    if (this.#processes.has(process.process_id)) return;
    this.#processes.add(process.process_id);
    this.data.push(evidence(call, process));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
