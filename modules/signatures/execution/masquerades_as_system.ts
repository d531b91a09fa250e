import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, baseName, evidence, launch, processes } from 'ovoscope/query';
import { SYSTEM_PROGRAMS } from '../_programs.ts';

const HOME =
  /^(?:[a-z]:|\\systemroot|%(?:systemroot|windir)%|\\\?\?\\[a-z]:)?\\?(?:windows|winnt)?\\(?:system32|syswow64|sysnative|winsxs\\.{1,200})\\[^\\]+$/i;
const EXPLORER = /^(?:[a-z]:|\\\?\?\\[a-z]:)?\\(?:windows|winnt)\\(?:syswow64\\)?explorer\.exe$/i;

/** Copies of Windows on other drives, as in a rescue system. */
export default class MasqueradesAsSystem extends Signature {
  name = 'masquerades_as_system';
  description = 'Runs a program that has the name of one of Windows but lies elsewhere';
  severity = 3;
  confidence = 95;
  categories = ['evasion'];
  ttps = ['T1036.005'];
  references = ['https://attack.mitre.org/techniques/T1036/005/'];
  watch = { apis: apis.launches };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const { image } = launch(call, process);
    if (this.#isNew(image)) this.data.push({ ...evidence(call, process), filepath: image });
  }

  onComplete(results: Results) {
    for (const { process_id: pid, process_name, process_path } of processes(results)) {
      if (this.#isNew(process_path ?? '')) this.data.push({ pid, process: process_name, filepath: process_path });
    }
    return this.data.length > 0;
  }

  #isNew(path: string): boolean {
    const name = baseName(path.slice(0, 1_000)).toLowerCase();
    // A name without a folder is looked for in the system's folder first.
    if (!SYSTEM_PROGRAMS.includes(name) || !path.includes('\\') || this.#seen.has(path.toLowerCase())) return false;
    if (HOME.test(path) || EXPLORER.test(path)) return false;
    this.#seen.add(path.toLowerCase());
    return true;
  }
}
