import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceLsaPackages from './persistence_lsa_packages.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceLsaPackages, {
  detects: [
    {
      name: 'a security package',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\Security Packages', 'kerberos evil'),
    },
    {
      name: 'a password filter',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa\\Notification Packages', 'scecli evil'),
    },
  ],
  ignores: [
    {
      name: 'another setting of LSA',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel', 3),
    },
    { name: 'a value of that name elsewhere', results: set('HKEY_CURRENT_USER\\Software\\A\\Security Packages', 'x') },
  ],
});
