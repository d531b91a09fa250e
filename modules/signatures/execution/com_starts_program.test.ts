import { given, SignatureTester } from 'ovoscope/testing';
import ComStartsProgram from './com_starts_program.ts';

const create = (clsid: string, name = 'sample.exe') => given(name, ['CoCreateInstance', { clsid }]);

new SignatureTester().run(ComStartsProgram, {
  detects: [
    { name: 'windows of the shell', results: create('{9BA05972-F6A8-11CF-A442-00A0C90A8F39}') },
    { name: 'the console', results: create('{49b2791a-b1ae-4c90-9b8e-e860ba07f889}') },
  ],
  ignores: [
    { name: 'the desktop itself', results: create('{9BA05972-F6A8-11CF-A442-00A0C90A8F39}', 'explorer.exe') },
    { name: 'another class', results: create('{00000000-0000-0000-0000-000000000001}') },
  ],
});
