import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeDde from './static_office_dde.ts';

const office = (fields: object) => given.container({ static: { office: fields } });

new SignatureTester().run(StaticOfficeDde, {
  detects: [
    {
      name: 'a shell',
      results: office({
        dde: [{ place: 'word/document.xml', command: 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"' }],
      }),
    },
    { name: 'PowerShell', results: office({ dde: [{ command: 'DDE powershell "-w hidden"' }] }) },
  ],
  ignores: [
    { name: 'a table', results: office({ dde: [{ command: 'DDE Excel.Sheet.12 "C:\\\\a.xlsx" R1C1' }] }) },
    { name: 'none', results: office({ dde: [] }) },
  ],
});
