import { given, SignatureTester } from 'ovoscope/testing';
import PersistencePrintSpooler from './persistence_print_spooler.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistencePrintSpooler, {
  detects: [
    {
      name: 'a port monitor',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Print\\Monitors\\Evil\\Driver', 'evil.dll'),
    },
    {
      name: 'a print processor',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Print\\Environments\\Windows x64\\Print Processors\\e\\Driver',
        'e.dll',
      ),
    },
  ],
  ignores: [
    {
      name: 'a printer',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Print\\Printers\\Office\\Port', 'LPT1:'),
    },
    {
      name: 'another value of a monitor',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Print\\Monitors\\Evil\\Ports', 1),
    },
  ],
});
