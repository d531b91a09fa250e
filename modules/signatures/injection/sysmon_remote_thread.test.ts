import { given, SignatureTester } from 'ovoscope/testing';
import SysmonRemoteThread from './sysmon_remote_thread.ts';

const thread = (SourceImage: string, TargetImage: string) =>
  given.container({
    sysmon: [{ event_id: 8, time: null, computer: null, data: { SourceImage, TargetImage, StartAddress: '0x1' } }],
  } as never);

new SignatureTester().run(SysmonRemoteThread, {
  detects: [
    { name: 'in the desktop', results: thread('C:\\Users\\a\\x.exe', 'C:\\Windows\\explorer.exe') },
    {
      name: 'in a browser',
      results: thread('C:\\ProgramData\\x.exe', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'),
    },
  ],
  ignores: [
    { name: 'in itself', results: thread('C:\\Users\\a\\x.exe', 'C:\\Users\\a\\x.exe') },
    { name: 'Windows itself', results: thread('C:\\Windows\\System32\\csrss.exe', 'C:\\a.exe') },
    { name: 'the sandbox', results: thread('C:\\65n4hwlw\\bin\\BLxTMNGr.exe', 'C:\\Windows\\System32\\svchost.exe') },
  ],
});
