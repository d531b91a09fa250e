import { given, SignatureTester } from 'ovoscope/testing';
import ModifiesHostsFile from './modifies_hosts_file.ts';

new SignatureTester().run(ModifiesHostsFile, {
  detects: [
    {
      name: 'written',
      results: given('sample.exe', ['NtWriteFile', { filepath: String.raw`C:\Windows\System32\drivers\etc\hosts` }]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'NtWriteFile',
          filepath: String.raw`C:\Windows\System32\drivers\etc\hosts`,
        },
      ],
    },
    {
      name: 'replaced',
      results: given('sample.exe', [
        'MoveFileWithProgressW',
        { oldfilepath: 'C:/x', newfilepath: String.raw`C:\Windows\System32\drivers\etc\hosts` },
      ]),
    },
  ],
  ignores: [
    {
      name: 'read',
      results: given('sample.exe', ['NtOpenFile', { filepath: String.raw`C:\Windows\System32\drivers\etc\hosts` }]),
    },
    {
      name: 'another file there',
      results: given('sample.exe', [
        'NtWriteFile',
        { filepath: String.raw`C:\Windows\System32\drivers\etc\hosts.bak` },
      ]),
    },
  ],
});
