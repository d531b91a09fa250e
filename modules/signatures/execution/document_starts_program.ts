import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, commandLineOf, evidence, launch, parentOf, processes } from 'ovoscope/query';
import { DOCUMENT_READERS, INTERPRETERS } from '../_programs.ts';

/** Add-ins of companies start helpers, rarely shells or script hosts. */
export default class DocumentStartsProgram extends Signature {
  name = 'document_starts_program';
  description = 'An office program or document reader starts a shell or script host';
  severity = 4;
  confidence = 95;
  categories = ['execution', 'office'];
  ttps = ['T1204.002', 'T1059'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1059/'];
  watch = { apis: apis.launches, processes: DOCUMENT_READERS };
  readonly #started = new Set<number>();

  onCall(call: Call, process: Process) {
    const { program, command_line, pid } = launch(call, process);
    if (!INTERPRETERS.includes(program)) return;
    if (pid !== undefined) this.#started.add(pid);
    this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete(results: Results) {
    for (const process of processes(results)) {
      const parent = parentOf(results, process);
      if (!parent || this.#started.has(process.process_id)) continue;
      const isOdd = DOCUMENT_READERS.includes(parent.process_name.toLowerCase());
      if (!isOdd || !INTERPRETERS.includes(process.process_name.toLowerCase())) continue;
      const { process_id: pid, process_name } = process;
      this.data.push({ pid, process: process_name, parent: parent.process_name, command_line: commandLineOf(process) });
    }
    return this.data.length > 0;
  }
}
