import { given, SignatureTester } from 'ovoscope/testing';
import DisablesSecurityServices from './disables_security_services.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(DisablesSecurityServices, {
  detects: [
    { name: 'Defender', results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\WinDefend\\Start', 4) },
    {
      name: 'the firewall',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\MpsSvc\\Start', '0x00000004'),
    },
  ],
  ignores: [
    {
      name: 'switching it on',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\WinDefend\\Start', 2),
    },
    {
      name: 'another service',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Spooler\\Start', 4),
    },
  ],
});
