import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch, splitCommandLine, textArgument } from 'ovoscope/query';
import { RUNNABLE } from '../_programs.ts';

const WRITES = [...apis.writesFile, ...apis.copiesFile, ...apis.movesFile, 'URLDownloadToFileW'];
const MOST_FILES = 10_000;

/** Installers do so too: what they unpack they run. */
export default class DropperRunsDropped extends Signature {
  name = 'dropper_runs_dropped';
  description = 'Writes a program or script and runs it';
  severity = 2;
  confidence = 90;
  categories = ['dropper'];
  ttps = ['T1204.002', 'T1105'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1105/'];
  watch = { apis: [...WRITES, ...apis.launches] };
  readonly #written = new Map<string, object>();
  readonly #run = new Set<string>();

  onCall(call: Call, process: Process) {
    if (WRITES.includes(call.api)) this.#writes(call, process);
    else if (this.#written.size > 0) this.#launches(call, process);
  }

  onComplete() {
    return this.data.length > 0;
  }

  #writes(call: Call, process: Process): void {
    const path = textArgument(call, 'newfilepath') || textArgument(call, 'filepath', process);
    const key = path.toLowerCase();
    if (!RUNNABLE.test(path) || this.#written.has(key) || this.#written.size >= MOST_FILES) return;
    this.#written.set(key, { ...evidence(call, process), filepath: path });
  }

  #launches(call: Call, process: Process): void {
    const { image, command_line } = launch(call, process);
    for (const path of [image, ...splitCommandLine(command_line.slice(0, 32_768))]) {
      const key = path.toLowerCase();
      const written = this.#written.get(key);
      if (written === undefined || this.#run.has(key)) continue;
      this.#run.add(key);
      this.data.push(written, { ...evidence(call, process), command_line });
    }
  }
}
