import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import CopiesItself from './copies_itself.ts';

const own = 'C:\\Users\\a\\Desktop\\sample.exe';
const copy = (oldfilepath: string, newfilepath: string): GivenCall => ['CopyFileW', { oldfilepath, newfilepath }];
const sample = given.process({ name: 'sample.exe', path: own });

new SignatureTester().run(CopiesItself, {
  detects: [
    {
      name: 'a copy',
      results: given({ ...sample, calls: [copy('C:\\a', 'C:\\b'), copy(own.toUpperCase(), 'C:\\x.exe')] }),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 1,
          api: 'CopyFileW',
          oldfilepath: own.toUpperCase(),
          newfilepath: 'C:\\x.exe',
        },
      ],
    },
    {
      name: 'a move, where only the name of the process is known',
      results: given('sample.exe', ['MoveFileWithProgressW', { oldfilepath: own, newfilepath: 'C:\\x.exe' }]),
    },
  ],
  ignores: [
    { name: 'another file', results: given({ ...sample, calls: [copy('C:\\setup.exe', 'C:\\x.exe')] }) },
    {
      name: 'a file of its name elsewhere',
      results: given({ ...sample, calls: [copy('D:\\sample.exe', 'C:\\x.exe')] }),
    },
    { name: 'a copy onto itself', results: given({ ...sample, calls: [copy(own, own)] }) },
    { name: 'Explorer copying Explorer', results: given('explorer.exe', copy('C:\\explorer.exe', 'C:\\b.exe')) },
  ],
});
