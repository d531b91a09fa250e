import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceNewAccount from './persistence_new_account.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceNewAccount, {
  detects: [
    { name: 'a user', results: run('net user support P@ss1 /add') },
    {
      name: 'an administrator',
      results: run('C:\\Windows\\system32\\net1.exe localgroup Administrators support /add'),
    },
  ],
  ignores: [
    { name: 'listing users', results: run('net user') },
    { name: 'a share', results: run('net share x=C:\\x /grant:a,full') },
  ],
});
