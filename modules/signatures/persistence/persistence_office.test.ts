import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceOffice from './persistence_office.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceOffice, {
  detects: [
    {
      name: 'Office test',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office test\\Special\\Perf\\(Default)', 'C:\\e.dll'),
    },
    {
      name: 'an add-in of Excel',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Excel\\Options\\OPEN', '/R "C:\\e.xll"'),
    },
  ],
  ignores: [
    {
      name: 'a recent file',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Excel\\File MRU\\Item 1', 'a.xlsx'),
    },
    {
      name: 'another option',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Excel\\Options\\Font', 'Calibri'),
    },
  ],
});
