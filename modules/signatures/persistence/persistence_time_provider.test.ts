import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceTimeProvider from './persistence_time_provider.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceTimeProvider, {
  detects: [
    {
      name: 'a new provider',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\TimeProviders\\Evil\\DllName',
        'C:\\e.dll',
      ),
    },
    {
      name: 'the one that is there',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\W32Time\\TimeProviders\\NtpClient\\DllName',
        'C:\\e.dll',
      ),
    },
  ],
  ignores: [
    {
      name: 'a server to ask',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters\\NtpServer',
        'time.example',
      ),
    },
    {
      name: 'another value',
      results: set(
        'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\TimeProviders\\NtpClient\\Enabled',
        1,
      ),
    },
  ],
});
