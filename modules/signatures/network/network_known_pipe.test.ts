import { given, SignatureTester } from 'ovoscope/testing';
import NetworkKnownPipe from './network_known_pipe.ts';

const create = (pipe_name: string) => given('sample.exe', ['NtCreateNamedPipeFile', { pipe_name }]);
const open = (filepath: string) => given('sample.exe', ['NtCreateFile', { filepath }]);

new SignatureTester().run(NetworkKnownPipe, {
  detects: [
    { name: 'making one', results: create('\\??\\pipe\\msagent_5a') },
    { name: 'opening one', results: open('\\\\.\\pipe\\PSEXESVC-a-1234-stdin') },
  ],
  ignores: [
    { name: 'one of Windows', results: open('\\??\\pipe\\lsarpc') },
    { name: 'one of its own', results: create('\\??\\pipe\\editor-5') },
  ],
});
