import { given, SignatureTester } from 'ovoscope/testing';
import SysmonReadsLsass from './sysmon_reads_lsass.ts';

const opened = (SourceImage: string, GrantedAccess: string, TargetImage = 'C:\\Windows\\system32\\lsass.exe') =>
  given.container({
    sysmon: [{ event_id: 10, time: null, computer: null, data: { SourceImage, TargetImage, GrantedAccess } }],
  } as never);

new SignatureTester().run(SysmonReadsLsass, {
  detects: [
    { name: 'with all rights', results: opened('C:\\Users\\a\\x.exe', '0x1fffff') },
    { name: 'to read', results: opened('C:\\ProgramData\\x.exe', '0x1010') },
  ],
  ignores: [
    { name: 'to ask', results: opened('C:\\Users\\a\\x.exe', '0x1000') },
    { name: 'Windows itself', results: opened('C:\\Windows\\system32\\svchost.exe', '0x1fffff') },
    { name: 'another process', results: opened('C:\\Users\\a\\x.exe', '0x1fffff', 'C:\\a.exe') },
  ],
});
