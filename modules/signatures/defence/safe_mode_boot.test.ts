import { given, SignatureTester } from 'ovoscope/testing';
import SafeModeBoot from './safe_mode_boot.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(SafeModeBoot, {
  detects: [
    { name: 'at the next start', results: run('bcdedit /set {default} safeboot network') },
    {
      name: 'with a service of its own',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SafeBoot\\Network\\Evil\\(Default)',
        'Service',
      ),
    },
  ],
  ignores: [
    { name: 'back to the ordinary mode', results: run('bcdedit /deletevalue {default} safeboot') },
    {
      name: 'another key',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SafeBoot\\AlternateShell', 'cmd.exe'),
    },
  ],
});
