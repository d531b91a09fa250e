import { given, SignatureTester } from 'ovoscope/testing';
import LinuxReadsPasswords from './linux_reads_passwords.ts';

const summary = (lists: object) => given.container({ behavior: { summary: lists } });

new SignatureTester().run(LinuxReadsPasswords, {
  detects: [
    { name: 'of accounts', results: summary({ file_opened: ['/etc/shadow'] }) },
    { name: 'its copy', results: summary({ file_read: ['/etc/shadow-'] }) },
  ],
  ignores: [
    { name: 'the list of accounts', results: summary({ file_opened: ['/etc/passwd'] }) },
    { name: 'another folder', results: summary({ file_opened: ['/tmp/etc/shadow'] }) },
  ],
});
