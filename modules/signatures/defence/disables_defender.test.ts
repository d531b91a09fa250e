import { given, SignatureTester } from 'ovoscope/testing';
import DisablesDefender from './disables_defender.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesDefender, {
  detects: [
    {
      name: 'by policy',
      results: set(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\DisableAntiSpyware`, 1),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 1,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\DisableAntiSpyware`,
        },
      ],
    },
    {
      name: 'live protection',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\Real-Time Protection\DisableRealtimeMonitoring`,
        '1',
      ),
    },
    {
      name: 'an exclusion',
      results: set(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\x`, 0),
    },
    {
      name: 'reports',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\Spynet\SpyNetReporting`,
        0,
      ),
    },
    {
      name: 'by command',
      results: run('powershell Set-MpPreference -DisableRealtimeMonitoring $true'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'powershell Set-MpPreference -DisableRealtimeMonitoring $true',
        },
      ],
    },
    { name: 'an exclusion by command', results: run('powershell Add-MpPreference -ExclusionPath C:/') },
    { name: 'its service', results: run('sc stop WinDefend') },
  ],
  ignores: [
    {
      name: 'switched on',
      results: set(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\DisableAntiSpyware`, 0),
    },
    {
      name: 'another value',
      results: set(String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\ServiceKeepAlive`, 1),
    },
    { name: 'a question', results: run('powershell Get-MpPreference') },
    { name: 'another service', results: run('sc stop Spooler') },
  ],
});
