import { type Call, type Process, Signature } from 'ovoscope';
import { baseName, evidence, sampleName, textArgument } from 'ovoscope/query';

const SHARED = /^\/(?:tmp|var\/tmp|dev\/shm|run\/shm|var\/run|run\/user\/\d+)\/(?!tmp\w{6}\/)[^\s]{1,300}$/;

/** Sandboxes put samples there, which do not count; build tools run what they made there. */
export default class LinuxRunsFromSharedFolder extends Signature {
  name = 'linux_runs_from_shared_folder';
  description = 'Runs a program from a folder to which all may write';
  severity = 2;
  confidence = 70;
  categories = ['linux'];
  ttps = ['T1059.004', 'T1564'];
  references = ['https://attack.mitre.org/techniques/T1059/004/', 'https://attack.mitre.org/techniques/T1564/'];
  watch = { apis: ['execve', 'execveat'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const path = textArgument(call, 'p0').slice(0, 400);
    const isSample = baseName(path.replaceAll('/', '\\')) === sampleName(this.results);
    if (!SHARED.test(path) || isSample || this.#seen.has(path)) return;
    this.#seen.add(path);
    this.data.push({ ...evidence(call, process), filepath: path });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
