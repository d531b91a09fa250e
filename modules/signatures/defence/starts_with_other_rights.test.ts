import { given, SignatureTester } from 'ovoscope/testing';
import StartsWithOtherRights from './starts_with_other_rights.ts';

const start = (api: string, name = 'sample.exe') => given(name, [api, { command_line: 'cmd.exe', username: 'SYSTEM' }]);

new SignatureTester().run(StartsWithOtherRights, {
  detects: [
    { name: 'with a token', results: start('CreateProcessWithTokenW') },
    { name: 'with a password', results: start('CreateProcessWithLogonW') },
  ],
  ignores: [
    { name: 'with its own', results: start('CreateProcessInternalW') },
    { name: 'Windows itself', results: start('CreateProcessWithTokenW', 'svchost.exe') },
  ],
});
