import { given, SignatureTester } from 'ovoscope/testing';
import EncryptsDisk from './encrypts_disk.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(EncryptsDisk, {
  detects: [
    { name: 'BitLocker', results: run('manage-bde -on D: -pw -used') },
    { name: 'DiskCryptor', results: run('dccon.exe -encrypt pt0 -p x') },
  ],
  ignores: [
    { name: 'asking', results: run('manage-bde -status') },
    { name: 'opening one', results: run('manage-bde -unlock D: -pw') },
  ],
});
