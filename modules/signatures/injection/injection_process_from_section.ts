import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, succeeded } from 'ovoscope/query';

const OWN = /^(?:csrss|smss|wininit|services|svchost|lsass|werfault|ntvdm|memcompression|system)(?:\.exe)?$/i;

/** Windows makes some processes of its own this way; other programs leave it to Windows. */
export default class InjectionProcessFromSection extends Signature {
  name = 'injection_process_from_section';
  description = 'Makes a process out of a piece of memory instead of a file';
  severity = 4;
  confidence = 75;
  categories = ['injection', 'evasion'];
  ttps = ['T1055.013'];
  references = ['https://attack.mitre.org/techniques/T1055/013/'];
  watch = { apis: ['NtCreateProcess', 'NtCreateProcessEx', 'NtRollbackTransaction', 'RtlRollbackTransaction'] };
  readonly #made: object[] = [];

  onCall(call: Call, process: Process) {
    if (!succeeded(call) || OWN.test(process.process_name)) return;
    const piece = evidence(call, process, 'section_handle', 'process_identifier', 'filepath');
    // Where a file is given, old Windows makes a process of it the ordinary way.
    const isOrdinary = call.api.startsWith('NtCreateProcess') && 'filepath' in piece;
    if (!isOrdinary) this.#made.push(piece);
  }

  onComplete() {
    const hasProcess = this.#made.some((piece) => 'api' in piece && String(piece.api).startsWith('NtCreateProcess'));
    if (hasProcess) this.data.push(...this.#made.slice(0, 20));
    return this.data.length > 0;
  }
}
