import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { evidence, processes } from 'ovoscope/query';

/** Windows themselves ask with GetKeyState while they handle messages; this one is asked by those that listen. */
const ASKS = ['GetAsyncKeyState'];
const FEWEST = 300;

/** Games ask for keys as well, from a window that has the focus. */
export default class CollectionKeysPolled extends Signature {
  name = 'collection_keys_polled';
  description = 'Asks for the state of keys again and again';
  severity = 3;
  confidence = 70;
  categories = ['collection'];
  ttps = ['T1056.001'];
  references = ['https://attack.mitre.org/techniques/T1056/001/'];
  watch = { apis: ASKS };
  readonly #first = new Map<number, object>();
  readonly #counts = new Map<number, number>();

  onCall(call: Call, process: Process) {
    const { process_id: pid } = process;
    if (!this.#first.has(pid)) this.#first.set(pid, evidence(call, process, 'key_code'));
    this.#counts.set(pid, (this.#counts.get(pid) ?? 0) + 1 + call.repeated);
  }

  onComplete(results: Results) {
    for (const { process_id: pid, process_name: process } of processes(results)) {
      const stats = results.behavior?.apistats?.[pid] ?? {};
      const counted = ASKS.reduce((sum, api) => sum + (stats[api] ?? 0), 0);
      const count = Math.max(counted, this.#counts.get(pid) ?? 0);
      if (count >= FEWEST) this.data.push({ ...(this.#first.get(pid) ?? { pid, process }), count });
    }
    return this.data.length > 0;
  }
}
