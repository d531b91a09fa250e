import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, numberArgument } from 'ovoscope/query';

/** Shorter ones are part of drawing. */
const WAIT_MS = 500;

/** Programs with windows ask for the position as well, though not between waits. */
export default class AntisandboxMouse extends Signature {
  name = 'antisandbox_mouse';
  description = 'Waits for the mouse to move';
  severity = 2;
  confidence = 60;
  categories = ['anti-sandbox'];
  ttps = ['T1497.002'];
  references = ['https://attack.mitre.org/techniques/T1497/002/'];
  watch = { apis: [...apis.sleeps, 'GetCursorPos'] };
  /** By thread: the last question, and whether it waited since. */
  readonly #asked = new Map<string, { first: object; hasWaited: boolean }>();

  onCall(call: Call, process: Process) {
    const thread = `${process.process_id} ${call.thread_id}`;
    const asked = this.#asked.get(thread);
    if (call.api !== 'GetCursorPos') {
      if (asked && (numberArgument(call, 'milliseconds') ?? 0) >= WAIT_MS) asked.hasWaited = true;
      return false;
    }
    if (asked?.hasWaited) {
      this.data.push(asked.first, evidence(call, process));
      return true;
    }
    this.#asked.set(thread, { first: evidence(call, process), hasWaited: false });
    return false;
  }
}
