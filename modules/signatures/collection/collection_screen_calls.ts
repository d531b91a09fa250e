import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, numberArgument } from 'ovoscope/query';

const COPIES = ['BitBlt', 'StretchBlt', 'GdipCreateBitmapFromHBITMAP', 'GetDIBits'];
const WAIT_MS = 1_000;
const ROUNDS = 3;

/** Programs that draw copy parts of the screen; they do not wait for seconds between. */
export default class CollectionScreenCalls extends Signature {
  name = 'collection_screen_calls';
  description = 'Copies the screen again and again';
  severity = 2;
  confidence = 60;
  categories = ['collection'];
  ttps = ['T1113'];
  references = ['https://attack.mitre.org/techniques/T1113/'];
  watch = { apis: [...COPIES, ...apis.sleeps] };
  /** By process: copies that a wait came between. */
  readonly #copies = new Map<number, { pieces: object[]; hasWaited: boolean }>();

  onCall(call: Call, process: Process) {
    const copies = this.#copies.get(process.process_id) ?? { pieces: [], hasWaited: true };
    this.#copies.set(process.process_id, copies);
    if (!COPIES.includes(call.api)) {
      copies.hasWaited ||= (numberArgument(call, 'milliseconds') ?? 0) >= WAIT_MS;
      return false;
    }
    if (!copies.hasWaited) return false;
    copies.hasWaited = false;
    copies.pieces.push(evidence(call, process));
    if (copies.pieces.length < ROUNDS) return false;
    this.data.push(...copies.pieces);
    return true;
  }
}
