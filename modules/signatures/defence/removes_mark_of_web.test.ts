import { given, SignatureTester } from 'ovoscope/testing';
import RemovesMarkOfWeb from './removes_mark_of_web.ts';

const touch = (filepath: string) => given('sample.exe', ['DeleteFileW', { filepath }]);

new SignatureTester().run(RemovesMarkOfWeb, {
  detects: [
    { name: 'of a program', results: touch('C:\\Users\\a\\Downloads\\a.exe:Zone.Identifier') },
    { name: 'in full', results: touch('C:\\a.js:Zone.Identifier:$DATA') },
  ],
  ignores: [
    { name: 'another stream', results: touch('C:\\a.exe:Other') },
    { name: 'a file', results: touch('C:\\Zone.Identifier.txt') },
  ],
});
