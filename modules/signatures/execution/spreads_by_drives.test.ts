import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import SpreadsByDrives from './spreads_by_drives.ts';

const write = (...paths: string[]) =>
  given('sample.exe', ...paths.map((filepath): GivenCall => ['NtWriteFile', { filepath, buffer: 'x' }]));

new SignatureTester().run(SpreadsByDrives, {
  detects: [
    { name: 'with autorun', results: write('E:\\autorun.inf', 'E:\\x.exe') },
    { name: 'to two drives', results: write('E:\\photos.exe', 'F:\\photos.exe') },
  ],
  ignores: [
    { name: 'to one drive', results: write('D:\\setup.exe') },
    { name: 'in a folder', results: write('C:\\Users\\a\\autorun.inf') },
  ],
});
