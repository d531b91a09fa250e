import { given, SignatureTester } from 'ovoscope/testing';
import AntivmFiles from './antivm_files.ts';

new SignatureTester().run(AntivmFiles, {
  detects: [
    {
      name: 'a driver',
      results: given(
        'sample.exe',
        ['GetFileAttributesW', { filepath: String.raw`C:\Windows\System32\drivers\mouclass.sys` }],
        ['GetFileAttributesW', { filepath: String.raw`C:\Windows\System32\drivers\VBoxMouse.sys` }],
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'GetFileAttributesW',
          filepath: String.raw`C:\Windows\System32\drivers\VBoxMouse.sys`,
        },
      ],
    },
    {
      name: 'a library',
      results: given('sample.exe', [
        'NtCreateFile',
        { filepath: String.raw`C:\Windows\System32\vboxdisp.dll` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'the folder of the tools',
      results: given('sample.exe', [
        'GetFileAttributesW',
        { filepath: String.raw`C:\Program Files\VMware\VMware Tools\\` },
      ]),
    },
  ],
  ignores: [
    {
      name: 'another driver',
      results: given('sample.exe', [
        'GetFileAttributesW',
        { filepath: String.raw`C:\Windows\System32\drivers\hal.sys` },
      ]),
    },
    {
      name: 'a document about it',
      results: given('sample.exe', [
        'NtCreateFile',
        { filepath: String.raw`C:\Users\a\vboxmouse.sys.txt` },
        { status: 'FAILURE' },
      ]),
    },
    {
      name: 'another program of the maker',
      results: given('sample.exe', [
        'GetFileAttributesW',
        { filepath: String.raw`C:\Program Files\VMware\VMware Player\vmplayer.exe` },
      ]),
    },
  ],
});
