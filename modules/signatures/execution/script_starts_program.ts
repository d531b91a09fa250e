import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch } from 'ovoscope/query';
import { INTERPRETERS, SCRIPT_HOSTS } from '../_programs.ts';

const STARTED = INTERPRETERS.filter((program) => !SCRIPT_HOSTS.includes(program));

/** Log-on scripts and installers written as scripts start programs. */
export default class ScriptStartsProgram extends Signature {
  name = 'script_starts_program';
  description = 'A script starts a shell or another program that runs code for it';
  severity = 3;
  confidence = 85;
  categories = ['execution', 'script'];
  ttps = ['T1059.005', 'T1059.007', 'T1059.003'];
  references = ['https://attack.mitre.org/techniques/T1059/005/', 'https://attack.mitre.org/techniques/T1059/007/'];
  watch = { apis: apis.launches, processes: SCRIPT_HOSTS };

  onCall(call: Call, process: Process) {
    const { program, command_line } = launch(call, process);
    if (STARTED.includes(program)) this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
