import { type Call, type Process, type Results, Signature, type Value } from 'ovoscope';
import { apis, commandLineOf, commands, evidence, launch, processes, succeeded } from 'ovoscope/query';
import { written } from './_value-signature.ts';

/** A signature over a setting of Windows that can be changed in the registry or by a command. */
export abstract class SettingSignature extends Signature {
  watch = { apis: [...apis.setsValue, ...apis.launches] };
  readonly #seen = new Set<string>();

  protected abstract concernsValue(regkey: string, value: Value | undefined, process: Process): boolean;
  protected abstract concernsCommand(commandLine: string): boolean;

  onCall(call: Call, process: Process): void {
    if ((apis.setsValue as readonly string[]).includes(call.api)) this.#setsValue(call, process);
    else this.#runs(launch(call, process).command_line, evidence(call, process));
  }

  /** Who started a process may not be recorded, and reports without calls still have the list. */
  onComplete(results: Results): boolean {
    for (const process of processes(results)) {
      this.#runs(commandLineOf(process), { pid: process.process_id, process: process.process_name });
    }
    for (const line of commands(results)) this.#runs(line, {});
    return this.data.length > 0;
  }

  #setsValue(call: Call, process: Process): void {
    const { regkey, value } = written(call, process);
    if (!succeeded(call) || !this.concernsValue(regkey, value, process)) return;
    if (this.#isNew(`${regkey}\0${String(value)}`)) this.data.push({ ...evidence(call, process, 'value'), regkey });
  }

  #runs(line: string, where: object): void {
    if (this.concernsCommand(line.slice(0, 32_768)) && this.#isNew(line))
      this.data.push({ ...where, command_line: line });
  }

  #isNew(text: string): boolean {
    const isNew = !this.#seen.has(text);
    this.#seen.add(text);
    return isNew;
  }
}
