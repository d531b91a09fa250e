import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch } from 'ovoscope/query';

/** Who starts each of them. */
const STARTERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['svchost.exe', ['services.exe', 'svchost.exe']],
  ['lsass.exe', ['wininit.exe', 'winlogon.exe']],
  ['csrss.exe', ['smss.exe']],
  ['services.exe', ['wininit.exe', 'winlogon.exe']],
  ['wininit.exe', ['smss.exe']],
  ['winlogon.exe', ['smss.exe']],
  ['spoolsv.exe', ['services.exe']],
]);

/** No other program has a reason to start them, whatever their arguments. */
export default class SystemProgramOfStranger extends Signature {
  name = 'system_program_of_stranger';
  description = 'Starts a program that only Windows itself starts';
  severity = 3;
  confidence = 80;
  categories = ['evasion', 'injection'];
  ttps = ['T1036.005', 'T1055.012'];
  references = ['https://attack.mitre.org/techniques/T1036/005/', 'https://attack.mitre.org/techniques/T1055/012/'];
  watch = { apis: apis.launches };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const { program, command_line } = launch(call, process);
    const starters = STARTERS.get(program);
    if (starters === undefined || starters.includes(process.process_name.toLowerCase()) || this.#seen.has(program))
      return;
    this.#seen.add(program);
    this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
