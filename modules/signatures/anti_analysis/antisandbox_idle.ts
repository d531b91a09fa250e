import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Programs for chat show that a user is away by the same question. */
export default class AntisandboxIdle extends Signature {
  name = 'antisandbox_idle';
  description = 'Asks how long nobody has used the machine';
  severity = 2;
  confidence = 50;
  categories = ['anti-sandbox'];
  ttps = ['T1497.002'];
  references = ['https://attack.mitre.org/techniques/T1497/002/'];
  watch = { apis: ['GetLastInputInfo'] };

  onCall(call: Call, process: Process) {
    if (BACKGROUND.concat('explorer.exe').includes(process.process_name.toLowerCase())) return false;
    this.data.push(evidence(call, process));
    return true;
  }
}
