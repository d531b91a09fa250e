import { given, SignatureTester } from 'ovoscope/testing';
import DisablesTracing from './disables_tracing.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesTracing, {
  detects: [
    { name: 'of .NET', results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\.NETFramework\\ETWEnabled', 0) },
    { name: 'with logman', results: run('logman stop "Eventlog-Security" -ets') },
  ],
  ignores: [
    { name: 'switching it on', results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\.NETFramework\\ETWEnabled', 1) },
    { name: 'asking for sessions', results: run('logman query -ets') },
  ],
});
