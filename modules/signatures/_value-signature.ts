import { type Call, type Process, type Results, Signature, type Value } from 'ovoscope';
import { apis, argument, evidence, perCall, succeeded, textArgument, writtenKeys } from 'ovoscope/query';

/** A signature over registry values that were set. Evidence points to the call that set it. */
export abstract class ValueSignature extends Signature {
  watch = { apis: apis.setsValue };
  readonly #seen = new Set<string>();

  /** `value` is undefined where a report no longer has it. */
  protected abstract concerns(regkey: string, value: Value | undefined, process?: Process): boolean;

  onCall(call: Call, process: Process): void {
    const { regkey, value } = written(call, process);
    if (regkey === '' || !succeeded(call) || !this.concerns(regkey, value, process)) return;
    const text = `${regkey.toLowerCase()}\0${String(value)}`;
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    this.data.push({ ...evidence(call, process, 'value'), regkey });
  }

  /** Reports without calls still have the list. */
  onComplete(results: Results): boolean {
    const hasCalls = results.behavior?.processes.some((process) => process.calls.length > 0);
    if (!hasCalls) {
      for (const regkey of writtenKeys(results)) if (this.concerns(regkey, undefined)) this.data.push({ regkey });
    }
    return this.data.length > 0;
  }
}

/** Path and data of the value that a call sets. */
export const written = perCall((call, process) => ({
  regkey: textArgument(call, 'regkey', process),
  value: argument(call, 'value'),
}));

/** Whether a value is set to 1, as each monitor writes that. */
export const isOne = (value: Value | undefined): boolean =>
  /^(?:1|0x0*1|(?:\x01|\\x01)(?:\0|\\x00)*)$/.test(String(value));

/** Whether a value is set to 0, as each monitor writes that. */
export const isZero = (value: Value | undefined): boolean => /^(?:0|0x0+|(?:\0|\\x00)+)$/.test(String(value));
