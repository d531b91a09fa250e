import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsPasswordManagers from './credentials_password_managers.ts';

const touch = (filepath: string, name = 'sample.exe') => given(name, ['NtCreateFile', { filepath }]);

new SignatureTester().run(CredentialsPasswordManagers, {
  detects: [
    { name: 'KeePass', results: touch('C:\\Users\\a\\Documents\\pass.kdbx') },
    { name: 'Bitwarden', results: touch('C:\\Users\\a\\AppData\\Roaming\\Bitwarden\\data.json') },
  ],
  ignores: [
    { name: 'KeePass itself', results: touch('C:\\Users\\a\\Documents\\pass.kdbx', 'KeePass.exe') },
    { name: 'its program', results: touch('C:\\Program Files\\KeePass\\KeePass.exe') },
  ],
});
