import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeEquation from './static_office_equation.ts';

const rtf = (object: object) => given.container({ static: { rtf: { object_data: [], objects: [object] } } });

new SignatureTester().run(StaticOfficeEquation, {
  detects: [
    { name: 'by name', results: rtf({ place: 'object 1', class_name: 'Equation.3', clsid: null, size: 3000 }) },
    { name: 'by number', results: rtf({ class_name: null, clsid: '{0002CE02-0000-0000-C000-000000000046}' }) },
  ],
  ignores: [
    { name: 'a table', results: rtf({ class_name: 'Excel.Sheet.12', clsid: null }) },
    { name: 'a formula of today', results: rtf({ class_name: 'Equation.DSMT4', clsid: null }) },
  ],
});
