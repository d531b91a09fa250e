import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DocumentStartsProgram from './document_starts_program.ts';

const start = (command_line: string, process_identifier = 1004): GivenCall => [
  'CreateProcessInternalW',
  { command_line, process_identifier },
];

new SignatureTester().run(DocumentStartsProgram, {
  detects: [
    {
      name: 'a shell from Word, once for call and process',
      results: given(
        given.process('WINWORD.EXE', start('cmd /c x')),
        given.process({ name: 'cmd.exe', command_line: 'cmd /c x' }),
      ),
      data: [{ pid: 1000, process: 'WINWORD.EXE', cid: 0, api: 'CreateProcessInternalW', command_line: 'cmd /c x' }],
    },
    {
      name: 'where only the processes are known',
      results: given(
        given.process('excel.exe'),
        given.process({ name: 'powershell.exe', command_line: 'powershell x' }),
      ),
      data: [{ pid: 1004, process: 'powershell.exe', parent: 'excel.exe', command_line: 'powershell x' }],
    },
    {
      name: 'from a reader of documents',
      results: given('AcroRd32.exe', ['ShellExecuteExW', { FilePath: 'mshta', Parameters: 'a.hta' }]),
    },
  ],
  ignores: [
    { name: 'a helper of its own', results: given('winword.exe', start('"C:\\Program Files\\Office\\splwow64.exe"')) },
    { name: 'a shell from Explorer', results: given('explorer.exe', start('cmd /c x')) },
    { name: 'a document opened', results: given('outlook.exe', start('winword.exe a.doc')) },
  ],
});
