import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceShim from './persistence_shim.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceShim, {
  detects: [
    { name: 'quietly', results: run('sdbinst.exe -q C:\\ProgramData\\fix.sdb') },
    { name: 'with quotes', results: run('"C:\\Windows\\System32\\sdbinst.exe" "C:\\Users\\a\\x.sdb"') },
  ],
  ignores: [
    { name: 'removing one', results: run('sdbinst -u C:\\x.sdb') },
    { name: 'another file', results: run('notepad C:\\x.sdb') },
  ],
});
