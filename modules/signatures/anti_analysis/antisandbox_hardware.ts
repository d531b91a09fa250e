import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const ASKS: ReadonlyMap<string, string> = new Map([
  ['GlobalMemoryStatus', 'memory'],
  ['GlobalMemoryStatusEx', 'memory'],
  ['GetSystemInfo', 'processors'],
  ['GetNativeSystemInfo', 'processors'],
  ['GetDiskFreeSpaceW', 'disk'],
  ['GetDiskFreeSpaceExA', 'disk'],
  ['GetDiskFreeSpaceExW', 'disk'],
]);
const KINDS = 3;

/** Games and runtimes such as Java size themselves by memory and processors; disk space is seldom part of it. */
export default class AntisandboxHardware extends Signature {
  name = 'antisandbox_hardware';
  description = 'Asks for memory, processors and disk space, which are small in sandboxes';
  severity = 2;
  confidence = 40;
  categories = ['anti-sandbox', 'discovery'];
  ttps = ['T1497.001', 'T1082'];
  references = ['https://attack.mitre.org/techniques/T1497/001/', 'https://attack.mitre.org/techniques/T1082/'];
  watch = { apis: [...ASKS.keys()] };
  readonly #asked = new Map<number, Map<string, object>>();

  onCall(call: Call, process: Process) {
    if (BACKGROUND.includes(process.process_name.toLowerCase())) return;
    const asked = this.#asked.get(process.process_id) ?? new Map<string, object>();
    const kind = ASKS.get(call.api)!;
    if (!asked.has(kind)) this.#asked.set(process.process_id, asked.set(kind, evidence(call, process)));
  }

  onComplete() {
    for (const asked of this.#asked.values()) if (asked.size >= KINDS) this.data.push(...asked.values());
    return this.data.length > 0;
  }
}
