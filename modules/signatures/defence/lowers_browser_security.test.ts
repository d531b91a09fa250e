import { given, SignatureTester } from 'ovoscope/testing';
import LowersBrowserSecurity from './lowers_browser_security.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(LowersBrowserSecurity, {
  detects: [
    {
      name: 'unsigned controls',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Zones\\3\\1004',
        0,
      ),
    },
    {
      name: 'no protected mode',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Zones\\3\\1201',
        '0x00000000',
      ),
    },
  ],
  ignores: [
    {
      name: 'stricter',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Zones\\3\\1004',
        3,
      ),
    },
    {
      name: 'the local network',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Zones\\1\\1004',
        0,
      ),
    },
  ],
});
