import { given, SignatureTester } from 'ovoscope/testing';
import StaticPdfScriptOnOpen from './static_pdf_script_on_open.ts';

const pdf = (version: object, details: object = {}) =>
  given.container({ static: { pdf: [version], pdf_details: details } });

new SignatureTester().run(StaticPdfScriptOnOpen, {
  detects: [
    {
      name: 'at once',
      results: pdf({ javascript: [{ orig_code: 'app.alert(1)', object: 5 }], openaction: 'app.alert(1)' }),
    },
    { name: 'as an action', results: pdf({ javascript: [{ orig_code: 'f()' }], openaction: { S: '/JavaScript' } }) },
  ],
  ignores: [
    { name: 'a page to show', results: pdf({ javascript: [{ orig_code: 'f()' }], openaction: '[3 0 R /Fit]' }) },
    { name: 'no script', results: pdf({ javascript: [], openaction: null }) },
  ],
});
