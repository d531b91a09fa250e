import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsDumpCommands from './credentials_dump_commands.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsDumpCommands, {
  detects: [
    {
      name: 'through comsvcs',
      results: run(String.raw`rundll32.exe C:\Windows\System32\comsvcs.dll, MiniDump 612 C:\l.dmp full`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`rundll32.exe C:\Windows\System32\comsvcs.dll, MiniDump 612 C:\l.dmp full`,
        },
      ],
    },
    { name: 'procdump', results: run('procdump64.exe -accepteula -ma lsass.exe l.dmp') },
    { name: 'the registry', results: run(String.raw`reg save HKLM\SAM C:\sam.hiv`) },
    { name: 'mimikatz', results: run('m.exe "sekurlsa::logonpasswords" exit') },
  ],
  ignores: [
    { name: 'another library', results: run('rundll32.exe shell32.dll,Control_RunDLL') },
    { name: 'a dump of another program', results: run('procdump -ma notepad.exe') },
    { name: 'another key', results: run(String.raw`reg save HKLM\SOFTWARE\App C:\a.hiv`) },
  ],
});
