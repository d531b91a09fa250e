import { given, SignatureTester } from 'ovoscope/testing';
import RansomwareRecovery from './ransomware_recovery.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(RansomwareRecovery, {
  detects: [
    {
      name: 'vssadmin',
      results: run(String.raw`"C:\Windows\System32\vssadmin.exe" delete shadows /all /quiet`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`"C:\Windows\System32\vssadmin.exe" delete shadows /all /quiet`,
        },
      ],
    },
    { name: 'wmic', results: run('wmic.exe shadowcopy delete') },
    { name: 'bcdedit', results: run('cmd /c bcdedit /set {default} recoveryenabled no') },
    { name: 'wbadmin', results: run('wbadmin delete catalog -quiet') },
    { name: 'PowerShell', results: run('powershell Get-WmiObject Win32_Shadowcopy | ForEach-Object {$_.Delete();}') },
  ],
  ignores: [
    { name: 'the list of copies', results: run('vssadmin list shadows') },
    { name: 'another setting', results: run('bcdedit /set {default} description x') },
    { name: 'a backup made', results: run('wbadmin start backup') },
  ],
});
