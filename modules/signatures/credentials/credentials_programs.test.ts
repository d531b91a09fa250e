import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsPrograms from './credentials_programs.ts';

const sites = String.raw`C:\Users\a\AppData\Roaming\FileZilla\recentservers.xml`;
const sessions = String.raw`HKEY_CURRENT_USER\Software\Martin Prikryl\WinSCP 2\Sessions`;

new SignatureTester().run(CredentialsPrograms, {
  detects: [
    {
      name: 'a file',
      results: given('sample.exe', ['GetFileAttributesW', { filepath: sites }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'GetFileAttributesW', filepath: sites }],
    },
    {
      name: 'a key',
      results: given('sample.exe', ['RegOpenKeyExW', { regkey: sessions }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'RegOpenKeyExW', regkey: sessions }],
    },
  ],
  ignores: [
    { name: 'the program itself', results: given('filezilla.exe', ['NtOpenFile', { filepath: sites }]) },
    { name: 'the program itself at its key', results: given('WinSCP.exe', ['RegOpenKeyExW', { regkey: sessions }]) },
    given('sample.exe', ['NtOpenFile', { filepath: 'C:\\recentservers.xml' }]),
  ],
});
