import { given, SignatureTester } from 'ovoscope/testing';
import SysmonTampering from './sysmon_tampering.ts';

const event = (event_id: number, data: object) =>
  given.container({ sysmon: [{ event_id, time: null, computer: null, data }] } as never);

new SignatureTester().run(SysmonTampering, {
  detects: [
    {
      name: 'a replaced program',
      results: event(25, { Image: 'C:\\Users\\a\\x.exe', ProcessId: '500', Type: 'Image is replaced' }),
    },
    { name: 'a locked one', results: event(25, { Image: 'C:\\x.exe', Type: 'Image is locked for access' }) },
  ],
  ignores: [
    { name: 'a new process', results: event(1, { Image: 'C:\\Users\\a\\x.exe' }) },
    { name: 'a browser', results: event(25, { Image: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe' }) },
  ],
});
