import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeMacroSheet from './static_office_macro_sheet.ts';

const office = (fields: object) => given.container({ static: { office: fields } });
const sheet = (kind: string, state: string, cells: object[]) =>
  office({ xlm: { sheets: [{ name: 'm', kind, state }], cells } });

new SignatureTester().run(StaticOfficeMacroSheet, {
  detects: [
    {
      name: 'out of sight',
      results: sheet('macro', 'very hidden', [{ sheet: 'm', cell: 'A1', formula: '=EXEC("calc")' }]),
    },
    { name: 'hidden', results: sheet('macro sheet', 'hidden', [{ sheet: 'm', cell: 'A1', formula: '=HALT()' }]) },
  ],
  ignores: [
    { name: 'to be seen', results: sheet('macro', 'visible', [{ sheet: 'm', cell: 'A1', formula: '=HALT()' }]) },
    { name: 'a hidden table', results: sheet('worksheet', 'hidden', []) },
  ],
});
