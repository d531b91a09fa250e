import { given, SignatureTester } from 'ovoscope/testing';
import StaticPdfAttachment from './static_pdf_attachment.ts';

const pdf = (version: object, details: object = {}) =>
  given.container({ static: { pdf: [version], pdf_details: details } });

new SignatureTester().run(StaticPdfAttachment, {
  detects: [
    { name: 'a document with macros', results: pdf({ attachments: [{ filename: 'a.docm', size: 5 }] }) },
    {
      name: 'a program with another name',
      results: pdf({ attachments: [{ filename: 'a.dat', type: 'PE32 executable (GUI)' }] }),
    },
  ],
  ignores: [
    { name: 'data', results: pdf({ attachments: [{ filename: 'factur-x.xml', type: 'XML document' }] }) },
    { name: 'none', results: pdf({ attachments: [] }) },
  ],
});
