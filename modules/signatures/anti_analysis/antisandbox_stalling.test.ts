import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxStalling from './antisandbox_stalling.ts';

const counted = (name: string, api: string, count: number) =>
  given.container({ behavior: { processes: [{ name }], apistats: { '1000': { [api]: count } } } });

new SignatureTester().run(AntisandboxStalling, {
  detects: [
    { name: 'the time', results: counted('sample.exe', 'GetSystemTimeAsFileTime', 50_000) },
    { name: 'giving way', results: counted('sample.exe', 'NtYieldExecution', 20_000) },
  ],
  ignores: [
    { name: 'now and then', results: counted('sample.exe', 'GetSystemTimeAsFileTime', 3_000) },
    { name: 'a function that does something', results: counted('sample.exe', 'NtReadFile', 50_000) },
    { name: 'a service', results: counted('svchost.exe', 'NtYieldExecution', 50_000) },
  ],
});
