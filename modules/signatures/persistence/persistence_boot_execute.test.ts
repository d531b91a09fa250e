import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceBootExecute from './persistence_boot_execute.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceBootExecute, {
  detects: [
    {
      name: 'a program of its own',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\BootExecute',
        'autocheck autochk * evil',
      ),
    },
    {
      name: 'for set-up',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\Session Manager\\SetupExecute', 'evil'),
    },
  ],
  ignores: [
    {
      name: 'what stands there by itself',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\BootExecute',
        'autocheck autochk *',
      ),
    },
    {
      name: 'another value',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\HeapSegmentReserve', 1),
    },
  ],
});
