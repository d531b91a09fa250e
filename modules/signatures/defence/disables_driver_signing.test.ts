import { given, SignatureTester } from 'ovoscope/testing';
import DisablesDriverSigning from './disables_driver_signing.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesDriverSigning, {
  detects: [
    { name: 'test signing', results: run('bcdedit /set testsigning on') },
    { name: 'no checks', results: run('bcdedit.exe -set {current} nointegritychecks ON') },
  ],
  ignores: [
    { name: 'switching it off', results: run('bcdedit /set testsigning off') },
    { name: 'listing', results: run('bcdedit /enum') },
  ],
});
