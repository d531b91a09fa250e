import { given, SignatureTester } from 'ovoscope/testing';
import HidesByPermissions from './hides_by_permissions.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(HidesByPermissions, {
  detects: [
    { name: 'denying all', results: run('icacls "C:\\ProgramData\\e" /deny everyone:(F)') },
    { name: 'owning the system', results: run('takeown /f C:\\Windows\\System32\\a.dll') },
  ],
  ignores: [
    { name: 'showing rights', results: run('icacls C:\\a') },
    { name: 'allowing one', results: run('icacls C:\\a /grant anna:R') },
  ],
});
