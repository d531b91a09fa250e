import { given, SignatureTester } from 'ovoscope/testing';
import CopiesSystemProgram from './copies_system_program.ts';

const copy = (oldfilepath: string, newfilepath: string) =>
  given('sample.exe', ['CopyFileW', { oldfilepath, newfilepath }]);

new SignatureTester().run(CopiesSystemProgram, {
  detects: [
    { name: 'with another name', results: copy('C:\\Windows\\System32\\certutil.exe', 'C:\\ProgramData\\svc.exe') },
    {
      name: 'to another place',
      results: copy(
        'C:\\Windows\\SysWOW64\\WindowsPowerShell\\v1.0\\powershell.exe'.replace('WindowsPowerShell\\v1.0\\', ''),
        'D:\\p.exe',
      ),
    },
  ],
  ignores: [
    { name: 'another program', results: copy('C:\\Windows\\System32\\notepad.exe', 'C:\\a.exe') },
    { name: 'within the folder', results: copy('C:\\Windows\\System32\\cmd.exe', 'C:\\Windows\\SysWOW64\\cmd.exe') },
  ],
});
