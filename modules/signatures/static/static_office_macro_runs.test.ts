import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeMacroRuns from './static_office_macro_runs.ts';

const office = (fields: object) => given.container({ static: { office: fields } });
const word = (keyword: string) => ({ keyword, description: '', macro: 'ThisDocument.cls' });
const macro = (auto: string[], words: string[]) =>
  office({ macro_analysis: { auto_exec: auto.map(word), suspicious: words.map(word) } });

new SignatureTester().run(StaticOfficeMacroRuns, {
  detects: [
    { name: 'a shell', results: macro(['Document_Open'], ['Shell', 'Environ']) },
    { name: 'a download', results: macro(['AutoOpen'], ['URLDownloadToFileA']) },
  ],
  ignores: [
    { name: 'by itself, within the document', results: macro(['Document_Open'], []) },
    { name: 'when asked', results: macro(['Button1_Click'], ['Shell']) },
    { name: 'an object of the file system', results: macro(['Workbook_Open'], ['CreateObject']) },
  ],
});
