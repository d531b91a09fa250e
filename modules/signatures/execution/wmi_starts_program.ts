import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';

/** Tools of administrators start programs this way on other machines. */
export default class WmiStartsProgram extends Signature {
  name = 'wmi_starts_program';
  description = 'Has WMI start a program for it';
  severity = 3;
  confidence = 85;
  categories = ['execution'];
  ttps = ['T1047'];
  references = ['https://attack.mitre.org/techniques/T1047/'];
  watch = { apis: ['IWbemServices_ExecMethod', 'IWbemServices_ExecMethodAsync'] };

  onCall(call: Call, process: Process) {
    const texts = call.arguments.map(({ value }) => (typeof value === 'string' ? value.slice(0, 4_000) : '')).join(' ');
    if (/\bWin32_(?:Process|ScheduledJob)\b/i.test(texts) && /\bCreate\b/i.test(texts)) {
      this.data.push({ ...evidence(call, process), asks: texts.slice(0, 1_000) });
    }
  }

  onComplete() {
    return this.data.length > 0;
  }
}
