import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, numberArgument } from 'ovoscope/query';

const LONG_MS = 3 * 60_000;
/** Waiting for longer than any analysis is waiting for ever, as service threads do. */
const ENDLESS_MS = 12 * 3_600_000;

/** Where Windows keeps its own programs; they wait as a matter of course. */
const SYSTEM = /^[a-z]:\\windows\\(?:system32|syswow64|explorer\.exe)/i;

/** Services and updaters wait long between their checks; system programs are left out. */
export default class AntisandboxSleep extends Signature {
  name = 'antisandbox_sleep';
  description = 'Waits for minutes before it goes on, longer than many sandboxes watch';
  severity = 2;
  confidence = 70;
  categories = ['anti-sandbox'];
  ttps = ['T1497.003'];
  references = ['https://attack.mitre.org/techniques/T1497/003/'];
  watch = { apis: apis.sleeps };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const ms = numberArgument(call, 'milliseconds') ?? 0;
    if (ms < LONG_MS || ms >= ENDLESS_MS || SYSTEM.test(process.process_path ?? '')) return;
    const key = `${process.process_id} ${ms}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.data.push(evidence(call, process, 'milliseconds'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
