import { given, SignatureTester } from 'ovoscope/testing';
import StaticPdfLaunches from './static_pdf_launches.ts';

const pdf = (version: object, details: object = {}) =>
  given.container({ static: { pdf: [version], pdf_details: details } });

new SignatureTester().run(StaticPdfLaunches, {
  detects: [
    { name: 'a shell', results: pdf({ actions: [{ type: 'Launch', target: 'cmd.exe', object: 7 }] }) },
    {
      name: 'among others',
      results: pdf({
        actions: [
          { type: 'URI', target: 'http://e.example/' },
          { type: 'Launch', target: null },
        ],
      }),
    },
  ],
  ignores: [
    { name: 'a link', results: pdf({ actions: [{ type: 'URI', target: 'http://e.example/' }] }) },
    { name: 'none', results: pdf({ actions: [] }) },
  ],
});
