import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceServiceLibrary from './persistence_service_library.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceServiceLibrary, {
  detects: [
    {
      name: 'with parameters',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Evil\\Parameters\\ServiceDll',
        'C:\\e.dll',
      ),
    },
    {
      name: 'without',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\Evil\\ServiceDll', '%ProgramData%\\e.dll'),
    },
  ],
  ignores: [
    {
      name: 'another parameter',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Evil\\Parameters\\Port', 80),
    },
    { name: 'a service key', results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Evil\\Start', 2) },
  ],
});
