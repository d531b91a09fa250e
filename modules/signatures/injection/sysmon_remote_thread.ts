import { type Results, Signature } from 'ovoscope';
import { ofSandbox, sysmonEvents } from '../_sysmon.ts';

const THREAD = 8;
const HONEST = /^[a-z]:\\(?:windows\\(?:system32|syswow64|explorer\.exe)|program files(?: \(x86\))?\\)/i;

/** Debuggers and programs that help users with disabilities do so. */
export default class SysmonRemoteThread extends Signature {
  name = 'sysmon_remote_thread';
  description = 'Sysmon saw a program start a thread in another process';
  severity = 4;
  confidence = 70;
  categories = ['injection'];
  ttps = ['T1055'];
  references = ['https://attack.mitre.org/techniques/T1055/'];
  run(results: Results) {
    for (const { data, time } of sysmonEvents(results, THREAD)) {
      const source = data.get('SourceImage') ?? '';
      const target = data.get('TargetImage') ?? '';
      if (source === '' || source === target || HONEST.test(source) || ofSandbox(source)) continue;
      this.data.push({
        time,
        source,
        target,
        start: data.get('StartAddress') ?? null,
        function: data.get('StartFunction') ?? null,
      });
    }
    return this.data.length > 0;
  }
}
