import { type Results, Signature } from 'ovoscope';
import { number } from 'ovoscope/query';
import { ofSandbox, sysmonEvents } from '../_sysmon.ts';

const PROCESS_OPENED = 10;
const READ_MEMORY = 0x10;
const HONEST =
  /^[a-z]:\\(?:windows\\(?:system32|syswow64|servicing)|program files(?: \(x86\))?|programdata\\microsoft\\windows defender)\\/i;

/** Products against viruses open it too; those of Microsoft and from Program Files are left out. */
export default class SysmonReadsLsass extends Signature {
  name = 'sysmon_reads_lsass';
  description = 'Sysmon saw a program open lsass.exe to read its memory';
  severity = 4;
  confidence = 75;
  categories = ['credentials'];
  ttps = ['T1003.001'];
  references = ['https://attack.mitre.org/techniques/T1003/001/'];
  run(results: Results) {
    for (const { data, time } of sysmonEvents(results, PROCESS_OPENED)) {
      const source = data.get('SourceImage') ?? '';
      const access = number(data.get('GrantedAccess')) ?? 0;
      const isLsass = /\\lsass\.exe$/i.test((data.get('TargetImage') ?? '').slice(-100));
      if (!isLsass || !(access & READ_MEMORY) || HONEST.test(source) || ofSandbox(source)) continue;
      this.data.push({
        time,
        source,
        access: data.get('GrantedAccess')!,
        trace: (data.get('CallTrace') ?? '').slice(0, 500),
      });
    }
    return this.data.length > 0;
  }
}
