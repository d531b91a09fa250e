import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch } from 'ovoscope/query';
import { BROWSERS, INTERPRETERS } from '../_programs.ts';

/** Browsers run these for links to documents and for settings. */
const ORDINARY = ['rundll32.exe', 'msiexec.exe', 'regsvr32.exe'];
/** How browsers speak with programs that extend them. */
const NATIVE_MESSAGING = /chrome-extension:\/\/|native-?messaging|\\\\\.\\pipe\\chrome\.nativeMessaging/i;

/** Browsers start helpers of their own; those are none of these programs. */
export default class HelpStartsProgram extends Signature {
  name = 'help_starts_program';
  description = 'A help file or a browser starts a shell or script host';
  severity = 3;
  confidence = 85;
  categories = ['execution'];
  ttps = ['T1218.001', 'T1203'];
  references = ['https://attack.mitre.org/techniques/T1218/001/', 'https://attack.mitre.org/techniques/T1203/'];
  watch = { apis: apis.launches, processes: ['hh.exe', ...BROWSERS] };

  onCall(call: Call, process: Process) {
    const { program, command_line } = launch(call, process);
    if (!INTERPRETERS.includes(program) || NATIVE_MESSAGING.test(command_line)) return;
    if (process.process_name.toLowerCase() !== 'hh.exe' && ORDINARY.includes(program)) return;
    this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
