import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceAccessibility from './persistence_accessibility.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(PersistenceAccessibility, {
  detects: [
    { name: 'the sticky keys', results: touch('C:\\Windows\\System32\\sethc.exe') },
    { name: 'the ease of access', results: touch('C:\\WINDOWS\\system32\\utilman.exe') },
  ],
  ignores: [
    { name: 'another program there', results: touch('C:\\Windows\\System32\\a.exe') },
    { name: 'the name elsewhere', results: touch('C:\\Users\\a\\sethc.exe') },
  ],
});
