import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DropperRunsDropped from './dropper_runs_dropped.ts';

const path = 'C:\\Users\\a\\AppData\\Local\\Temp\\x.exe';
const write: GivenCall = ['NtWriteFile', { filepath: path, buffer: 'MZ' }];
const start = (command_line: string): GivenCall => ['CreateProcessInternalW', { command_line }];

new SignatureTester().run(DropperRunsDropped, {
  detects: [
    {
      name: 'a program written and run',
      results: given('sample.exe', write, write, start(`"${path.toUpperCase()}" /s`)),
      data: [
        { pid: 1000, process: 'sample.exe', cid: 0, api: 'NtWriteFile', filepath: path },
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 2,
          api: 'CreateProcessInternalW',
          command_line: `"${path.toUpperCase()}" /s`,
        },
      ],
    },
    {
      name: 'a script, through its host, with the handle only in the write',
      results: given(
        'sample.exe',
        ['NtCreateFile', { filepath: 'C:\\x.vbs', file_handle: '0x40' }],
        ['NtWriteFile', { file_handle: '0x40', buffer: 'x' }],
        start('wscript.exe C:\\x.vbs'),
      ),
    },
    {
      name: 'a copy run by another process',
      results: given(
        given.process('sample.exe', ['CopyFileW', { oldfilepath: 'C:\\a', newfilepath: 'C:\\b.exe' }]),
        given.process('cmd.exe', ['ShellExecuteExW', { filepath: 'C:\\b.exe' }]),
      ),
    },
  ],
  ignores: [
    { name: 'run before it was written', results: given('sample.exe', start(path), write) },
    {
      name: 'a document',
      results: given('sample.exe', ['NtWriteFile', { filepath: 'C:\\a.txt' }], start('notepad C:\\a.txt')),
    },
    { name: 'another program run', results: given('sample.exe', write, start('C:\\Windows\\notepad.exe')) },
  ],
});
