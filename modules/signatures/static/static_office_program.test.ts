import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeProgram from './static_office_program.ts';

const office = (fields: object) => given.container({ static: { office: fields } });
const object = (filename: string | null, type: string | null) =>
  office({ objects: [{ place: 'word/embeddings/oleObject1.bin', kind: 'package', filename, type, size: 100 }] });

new SignatureTester().run(StaticOfficeProgram, {
  detects: [
    { name: 'a script', results: object('invoice.js', null) },
    {
      name: 'a program with another name',
      results: object('a.dat', 'PE32 executable (GUI) Intel 80386, for MS Windows'),
    },
  ],
  ignores: [
    { name: 'a table', results: object('a.xlsx', 'Microsoft Excel 2007+') },
    { name: 'a picture', results: object(null, 'PNG image data') },
  ],
});
