import { given, SignatureTester } from 'ovoscope/testing';
import DisablesAmsi from './disables_amsi.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesAmsi, {
  detects: [
    {
      name: 'in the registry',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Windows Script\\Settings\\AmsiEnable', 0),
    },
    {
      name: 'in PowerShell',
      results: run(
        "powershell -c \"[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils').GetField('amsiInitFailed','NonPublic,Static').SetValue($null,$true)\"",
      ),
    },
  ],
  ignores: [
    {
      name: 'switching it on',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Windows Script\\Settings\\AmsiEnable', 1),
    },
    { name: 'an ordinary command', results: run('powershell -c "Get-Process"') },
  ],
});
