import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsSystemHives from './credentials_system_hives.ts';

const touch = (filepath: string, name = 'sample.exe') => given(name, ['NtCreateFile', { filepath }]);

new SignatureTester().run(CredentialsSystemHives, {
  detects: [
    { name: 'the accounts', results: touch('C:\\Windows\\System32\\config\\SAM') },
    {
      name: 'of a domain, in a shadow copy',
      results: touch('\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\NTDS\\ntds.dit'),
    },
  ],
  ignores: [
    { name: 'another part of the registry', results: touch('C:\\Windows\\System32\\config\\SOFTWARE') },
    { name: 'Windows itself', results: touch('C:\\Windows\\System32\\config\\SAM', 'lsass.exe') },
  ],
});
