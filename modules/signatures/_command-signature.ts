import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, commandLineOf, commands, evidence, launch, processes, textArgument } from 'ovoscope/query';

const EXECVE = 'execve';

/** A signature over the command lines that were run. Each is looked at once; evidence points to the call that ran it. */
export abstract class CommandSignature extends Signature {
  watch = { apis: [...apis.launches, EXECVE] };
  readonly #seen = new Set<string>();

  /** Whether a command line is what the signature is about; an object adds to the evidence. */
  protected abstract concerns(commandLine: string): boolean | object;

  onCall(call: Call, process: Process): void {
    // Linux gives the words of the line as a list.
    const command_line = call.api === EXECVE ? textArgument(call, 'p1') : launch(call, process).command_line;
    const found = this.#look(command_line);
    if (found) this.data.push({ ...evidence(call, process), command_line, ...found });
  }

  /** Who started a process may not be recorded, and reports without calls still have the list. */
  onComplete(results: Results): boolean {
    for (const process of processes(results)) {
      const command_line = commandLineOf(process);
      const found = this.#look(command_line);
      if (found) this.data.push({ pid: process.process_id, process: process.process_name, command_line, ...found });
    }
    for (const command_line of commands(results)) {
      const found = this.#look(command_line);
      if (found) this.data.push({ command_line, ...found });
    }
    return this.data.length > 0;
  }

  #look(commandLine: string): object | undefined {
    if (commandLine === '' || this.#seen.has(commandLine)) return undefined;
    this.#seen.add(commandLine);
    const found = this.concerns(commandLine.slice(0, 32_768));
    return found === true ? {} : found || undefined;
  }
}
