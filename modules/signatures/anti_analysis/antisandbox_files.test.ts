import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxFiles from './antisandbox_files.ts';

new SignatureTester().run(AntisandboxFiles, {
  detects: [
    {
      name: 'the name of a sample',
      results: given('sample.exe', ['GetFileAttributesW', { filepath: String.raw`C:\sample.exe` }]),
      data: [
        { pid: 1000, process: 'sample.exe', cid: 0, api: 'GetFileAttributesW', filepath: String.raw`C:\sample.exe` },
      ],
    },
    {
      name: 'a folder of an analyser',
      results: given('sample.exe', ['GetFileAttributesW', { filepath: String.raw`C:\analysis\log` }]),
    },
  ],
  ignores: [
    {
      name: 'a file deeper down',
      results: given('sample.exe', ['GetFileAttributesW', { filepath: String.raw`C:\Users\a\sample.exe` }]),
    },
    {
      name: 'a name that begins alike',
      results: given('sample.exe', ['GetFileAttributesW', { filepath: String.raw`C:\analysis.txt` }]),
    },
  ],
});
