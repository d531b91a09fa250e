import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, evidence, launch, processes } from 'ovoscope/query';

const ODD =
  /\\(?:\$recycle\.bin|recycler|windows\\(?:fonts|debug|help|inf|media|cursors|ime|addins|tasks|tracing|web|pla|vss|boot|repair)|perflogs|users\\public\\(?:music|pictures|videos|libraries)|system volume information|intel|programdata\\microsoft\\(?:crypto|network)|windows\\system32\\(?:spool\\drivers\\color|tasks|microsoft\\crypto))\\(?:[^\\]{1,100}\\){0,3}[^\\]{1,100}\.(?:exe|scr|com|pif)$/i;

/** Hardly any: these folders hold fonts, logs, pictures or what was thrown away. */
export default class RunsFromOddFolder extends Signature {
  name = 'runs_from_odd_folder';
  description = 'Runs a program from a folder where none belongs';
  severity = 3;
  confidence = 80;
  categories = ['evasion'];
  ttps = ['T1036.005', 'T1564'];
  references = ['https://attack.mitre.org/techniques/T1036/005/', 'https://attack.mitre.org/techniques/T1564/'];
  watch = { apis: apis.launches };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const { image, command_line } = launch(call, process);
    const path = image || command_line;
    if (this.#isNew(path)) this.data.push({ ...evidence(call, process), filepath: path });
  }

  onComplete(results: Results) {
    for (const { process_id: pid, process_name, process_path } of processes(results)) {
      if (this.#isNew(process_path ?? '')) this.data.push({ pid, process: process_name, filepath: process_path });
    }
    return this.data.length > 0;
  }

  #isNew(path: string): boolean {
    const key = path.slice(0, 1_000).toLowerCase();
    if (!ODD.test(key) || this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}
