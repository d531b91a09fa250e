import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, textArgument } from 'ovoscope/query';
import { DOCUMENT_READERS, RUNNABLE } from '../_programs.ts';

const OWN = /^[a-z]:\\(?:program files|windows)|\\(?:Recent|Office\\Recent)\\/i;

/** Office writes libraries of its own under Program Files, and updates itself there. */
export default class DocumentWritesProgram extends Signature {
  name = 'document_writes_program';
  description = 'An office program or document reader writes a program or script';
  severity = 4;
  confidence = 85;
  categories = ['execution', 'office', 'dropper'];
  ttps = ['T1204.002', 'T1105'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1105/'];
  watch = { apis: [...apis.writesFile, ...apis.copiesFile, 'URLDownloadToFileW'], processes: DOCUMENT_READERS };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const path = textArgument(call, 'newfilepath') || textArgument(call, 'filepath', process);
    const key = path.toLowerCase();
    if (!RUNNABLE.test(path) || OWN.test(path) || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.data.push({ ...evidence(call, process), filepath: path });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
