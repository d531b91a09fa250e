import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceServiceImage from './persistence_service_image.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceServiceImage, {
  detects: [
    {
      name: 'in the profile',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Evil\\ImagePath',
        'C:\\Users\\a\\AppData\\Roaming\\e.exe',
      ),
    },
    {
      name: 'in ProgramData',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\Evil\\ImagePath',
        '"C:\\ProgramData\\e.exe" -s',
      ),
    },
  ],
  ignores: [
    {
      name: 'in the system folder',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\A\\ImagePath',
        'C:\\Windows\\system32\\a.exe',
      ),
    },
    {
      name: 'another value',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\A\\DisplayName',
        'C:\\Users\\a\\AppData\\x',
      ),
    },
  ],
});
