import { given, SignatureTester } from 'ovoscope/testing';
import WritesRawDisk from './writes_raw_disk.ts';

const write = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath, buffer: 'x' }]);

new SignatureTester().run(WritesRawDisk, {
  detects: [
    { name: 'a disk', results: write('\\??\\PhysicalDrive0') },
    { name: 'a volume', results: write('\\\\.\\C:') },
  ],
  ignores: [
    { name: 'a file', results: write('C:\\a.txt') },
    { name: 'reading', results: given('sample.exe', ['NtReadFile', { filepath: '\\??\\PhysicalDrive0' }]) },
  ],
});
