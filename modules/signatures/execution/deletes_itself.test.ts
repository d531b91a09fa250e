import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DeletesItself from './deletes_itself.ts';

const own = 'C:\\Users\\a\\AppData\\Local\\Temp\\sample.exe';
const sample = given.process({ name: 'sample.exe', path: own });
const run = (command_line: string): GivenCall => ['CreateProcessInternalW', { command_line }];

new SignatureTester().run(DeletesItself, {
  detects: [
    {
      name: 'a command that waits and deletes',
      results: given({ ...sample, calls: [run(`cmd /c ping -n 5 127.0.0.1 & del "${own}"`)] }),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: `cmd /c ping -n 5 127.0.0.1 & del "${own}"`,
        },
      ],
    },
    {
      name: 'another program written over it',
      results: given({ ...sample, calls: [run(`cmd /c type "C:\\Windows\\System32\\calc.exe" > "${own}"`)] }),
    },
    {
      name: 'deleted by its child',
      results: given(sample, given.process('x.exe', ['DeleteFileW', { filepath: own.toUpperCase() }])),
    },
    {
      name: 'where only the command line is known',
      results: given({ name: 'sample.exe', command_line: `"${own}" /s`, calls: [['DeleteFileW', { filepath: own }]] }),
    },
    {
      name: 'where only the name of the sample is known',
      results: given.container({
        target: { category: 'file', file: { name: 'A1B2C3.bin' } },
        behavior: { processes: [given.process('cmd.exe', ['DeleteFileW', { filepath: 'C:\\Temp\\a1b2c3.bin' }])] },
      }),
    },
  ],
  ignores: [
    {
      name: 'the sample read',
      results: given.container({
        target: { category: 'file', file: { name: 'a1b2c3.bin' } },
        behavior: { processes: [given.process('cmd.exe', ['NtOpenFile', { filepath: 'C:\\a1b2c3.bin' }])] },
      }),
    },
    { name: 'another file', results: given({ ...sample, calls: [['DeleteFileW', { filepath: `${own}.log` }]] }) },
    { name: 'started again', results: given({ ...sample, calls: [run(`"${own}" /restart`)] }) },
    {
      name: 'a program of Windows',
      results: given({
        name: 'cmd.exe',
        path: 'C:\\Windows\\System32\\cmd.exe',
        calls: [run('cmd /c del C:\\Windows\\System32\\cmd.exe')],
      }),
    },
  ],
});
