import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceLogonScript from './persistence_logon_script.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceLogonScript, {
  detects: [
    {
      name: 'a script in the profile',
      results: set('HKEY_CURRENT_USER\\Environment\\UserInitMprLogonScript', 'C:\\Users\\a\\x.bat'),
    },
    { name: 'for another user', results: set('HKEY_USERS\\S-1-5-21-1\\Environment\\UserInitMprLogonScript', 'x.cmd') },
  ],
  ignores: [
    { name: 'another variable', results: set('HKEY_CURRENT_USER\\Environment\\Path', 'C:\\a') },
    { name: 'the name elsewhere', results: set('HKEY_CURRENT_USER\\Software\\UserInitMprLogonScript\\a', 'x') },
  ],
});
