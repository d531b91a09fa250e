import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsBrowsers from './credentials_browsers.ts';

const logins = String.raw`C:\Users\a\AppData\Local\Google\Chrome\User Data\Default\Login Data`;
const keys = String.raw`C:\Users\a\AppData\Roaming\Mozilla\Firefox\Profiles\x.default\key4.db`;

new SignatureTester().run(CredentialsBrowsers, {
  detects: [
    {
      name: 'passwords of Chrome',
      results: given(
        'sample.exe',
        ['NtClose'],
        ['NtCreateFile', { filepath: logins }],
        ['NtOpenFile', { filepath: logins }],
      ),
      data: [{ pid: 1000, process: 'sample.exe', cid: 1, api: 'NtCreateFile', filepath: logins }],
    },
    {
      name: 'a copy of them',
      results: given('sample.exe', ['CopyFileW', { oldfilepath: logins, newfilepath: 'C:\\x.tmp' }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'CopyFileW', oldfilepath: logins }],
    },
    { name: 'keys of Firefox', results: given('sample.exe', ['GetFileAttributesW', { filepath: keys }]) },
    {
      name: 'a report without calls',
      results: given.container({ behavior: { summary: { files: [keys] } } }),
      data: [{ filepath: keys }],
    },
  ],
  ignores: [
    { name: 'the browser itself', results: given('Chrome.exe', ['NtCreateFile', { filepath: logins }]) },
    {
      name: 'another file of the browser',
      results: given('sample.exe', ['NtCreateFile', { filepath: `${logins}.txt` }]),
    },
  ],
});
