import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, launch } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Installers start what they installed with the rights of the user, from those of the administrator. */
export default class StartsWithOtherRights extends Signature {
  name = 'starts_with_other_rights';
  description = 'Starts a program with the rights of another user or process';
  severity = 3;
  confidence = 60;
  categories = ['privilege-escalation'];
  ttps = ['T1134.002'];
  references = ['https://attack.mitre.org/techniques/T1134/002/'];
  watch = { apis: ['CreateProcessWithTokenW', 'CreateProcessWithLogonW'] };

  onCall(call: Call, process: Process) {
    if (BACKGROUND.includes(process.process_name.toLowerCase())) return;
    this.data.push({
      ...evidence(call, process, 'username', 'domain'),
      command_line: launch(call, process).command_line,
    });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
