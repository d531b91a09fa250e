import { given, SignatureTester } from 'ovoscope/testing';
import LocksAccounts from './locks_accounts.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LocksAccounts, {
  detects: [
    { name: 'a new password', results: run('net user Administrator N3wP@ss') },
    { name: 'switched off', results: run('net user anna /active:no') },
  ],
  ignores: [
    { name: 'a new account', results: run('net user support P@ssw0rd /add') },
    { name: 'one account', results: run('net user anna') },
  ],
});
