import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsWindowsVault from './credentials_windows_vault.ts';

const folder = String.raw`C:\Users\a\AppData\Roaming\Microsoft`;
const saved = `${folder}\\Credentials\\DFBE70A7E5CC19A398EBF1B96859CE5D`;
const master = `${folder}\\Protect\\S-1-5-21-1-2-3-1000\\a1b2c3d4-0000-0000-0000-000000000000`;

new SignatureTester().run(CredentialsWindowsVault, {
  detects: [
    {
      name: 'a saved password',
      results: given('sample.exe', ['NtCreateFile', { filepath: saved }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtCreateFile', filepath: saved }],
    },
    {
      name: 'with the key to it',
      results: given('sample.exe', ['NtCreateFile', { filepath: saved }], ['NtCreateFile', { filepath: master }]),
    },
  ],
  ignores: [
    { name: 'Windows itself', results: given('lsass.exe', ['NtCreateFile', { filepath: saved }]) },
    { name: 'only a key', results: given('sample.exe', ['NtCreateFile', { filepath: master }]) },
    given('sample.exe', ['NtCreateFile', { filepath: `${folder}\\Windows\\Recent\\a.lnk` }]),
  ],
});
