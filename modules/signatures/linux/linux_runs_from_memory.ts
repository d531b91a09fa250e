import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';

const IN_MEMORY = /^\/proc\/(?:self|\d{1,10})\/fd\/\d{1,10}$|^\/memfd:/;
const HONEST = /^(?:runc|crun|containerd)/;

/** Container tools run a copy of themselves from memory. */
export default class LinuxRunsFromMemory extends Signature {
  name = 'linux_runs_from_memory';
  description = 'Runs a program that is in no file';
  severity = 4;
  confidence = 80;
  categories = ['linux', 'evasion'];
  ttps = ['T1620'];
  references = ['https://attack.mitre.org/techniques/T1620/'];
  watch = { apis: ['execve', 'execveat', 'fexecve', 'memfd_create'] };
  readonly #made = new Set<number>();

  onCall(call: Call, process: Process) {
    if (HONEST.test(process.process_name)) return;
    if (call.api === 'memfd_create') {
      this.#made.add(process.process_id);
      return;
    }
    const isHidden = IN_MEMORY.test(textArgument(call, 'p0').slice(0, 100));
    const isDescriptor = call.api !== 'execve' && this.#made.has(process.process_id);
    if (isHidden || isDescriptor)
      this.data.push({ ...evidence(call, process, 'p0'), made_in_memory: this.#made.has(process.process_id) });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
