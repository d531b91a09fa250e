import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch, splitCommandLine } from 'ovoscope/query';

const NEEDS_ARGUMENTS =
  /^(?:svchost|rundll32|regsvr32|dllhost|werfault|searchprotocolhost|wermgr|regasm|regsvcs|installutil|msbuild|applaunch|vbc|csc|aspnet_compiler|addinprocess(?:32)?|jsc|cvtres|ilasm|gpupdate|backgroundtaskhost)\.exe$/;

/** Users start some of them by hand, to no effect. */
export default class SystemProgramWithoutArguments extends Signature {
  name = 'system_program_without_arguments';
  description = 'Starts a program of Windows without the arguments that it needs, as a shell for other code';
  severity = 3;
  confidence = 75;
  categories = ['injection', 'evasion'];
  ttps = ['T1055.012'];
  references = ['https://attack.mitre.org/techniques/T1055/012/'];
  watch = { apis: apis.launches };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const { program, command_line } = launch(call, process);
    if (
      !NEEDS_ARGUMENTS.test(program) ||
      this.#seen.has(program) ||
      process.process_name.toLowerCase() === 'services.exe'
    )
      return;
    if (splitCommandLine(command_line.slice(0, 2_000)).length > 1) return;
    this.#seen.add(program);
    this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
