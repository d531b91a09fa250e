import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsDeveloperKeys from './credentials_developer_keys.ts';

const touch = (filepath: string, name = 'sample.exe') => given(name, ['NtCreateFile', { filepath }]);

new SignatureTester().run(CredentialsDeveloperKeys, {
  detects: [
    { name: 'a key for SSH', results: touch('C:\\Users\\a\\.ssh\\id_rsa') },
    { name: 'a cloud', results: touch('C:\\Users\\a\\.aws\\credentials') },
  ],
  ignores: [
    { name: 'SSH itself', results: touch('C:\\Users\\a\\.ssh\\id_rsa', 'ssh.exe') },
    { name: 'another file', results: touch('C:\\Users\\a\\.ssh\\readme.txt') },
  ],
});
