import { given, SignatureTester } from 'ovoscope/testing';
import MasqueradesAsSystem from './masquerades_as_system.ts';

const fake = 'C:\\Users\\a\\AppData\\Roaming\\svchost.exe';
const start = (filepath: string) =>
  given('sample.exe', ['CreateProcessInternalW', { filepath, command_line: filepath }]);

new SignatureTester().run(MasqueradesAsSystem, {
  detects: [
    {
      name: 'started, and seen running',
      results: given(
        given.process('sample.exe', ['CreateProcessInternalW', { filepath: fake, command_line: fake }]),
        given.process({ name: 'svchost.exe', path: fake }),
      ),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'CreateProcessInternalW', filepath: fake }],
    },
    {
      name: 'only seen running',
      results: given({ name: 'lsass.exe', path: 'C:\\Windows\\lsass.exe' }),
      data: [{ pid: 1000, process: 'lsass.exe', filepath: 'C:\\Windows\\lsass.exe' }],
    },
    { name: 'Explorer from a wrong folder', results: start('C:\\Windows\\System32x\\explorer.exe') },
  ],
  ignores: [
    start('C:\\Windows\\System32\\svchost.exe'),
    start('C:\\Windows\\SysWOW64\\explorer.exe'),
    start('C:\\WINDOWS\\explorer.exe'),
    start('svchost.exe'),
    start('C:\\Users\\a\\notsvchost.exe'),
    given({ name: 'smss.exe', path: '\\SystemRoot\\System32\\smss.exe' }),
  ],
});
