import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceWmiSubscription from './persistence_wmi_subscription.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceWmiSubscription, {
  detects: [
    {
      name: 'wmic',
      results: run(
        String.raw`wmic /namespace:\\root\subscription path CommandLineEventConsumer create Name="u", ExecutablePath="C:\u.exe"`,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`wmic /namespace:\\root\subscription path CommandLineEventConsumer create Name="u", ExecutablePath="C:\u.exe"`,
        },
      ],
    },
    {
      name: 'PowerShell',
      results: run(String.raw`powershell -c "Set-WmiInstance -Class __EventFilter -Namespace root\subscription"`),
    },
  ],
  ignores: [
    { name: 'a question', results: run('wmic path Win32_Process get name') },
    { name: 'another class', results: run('powershell Get-WmiObject Win32_BIOS') },
  ],
});
