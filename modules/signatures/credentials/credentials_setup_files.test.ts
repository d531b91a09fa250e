import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsSetupFiles from './credentials_setup_files.ts';

const touch = (filepath: string, name = 'sample.exe') => given(name, ['NtCreateFile', { filepath }]);

new SignatureTester().run(CredentialsSetupFiles, {
  detects: [
    { name: 'of Windows', results: touch('C:\\Windows\\Panther\\Unattend.xml') },
    {
      name: 'of group policy',
      results: touch('\\\\dc1\\SYSVOL\\a.example\\Policies\\{1}\\Machine\\Preferences\\Groups.xml'),
    },
  ],
  ignores: [
    { name: 'another log', results: touch('C:\\Windows\\Panther\\setupact.log') },
    { name: 'Windows itself', results: touch('C:\\Windows\\Panther\\Unattend.xml', 'svchost.exe') },
  ],
});
