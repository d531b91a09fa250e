import { given, SignatureTester } from 'ovoscope/testing';
import StaticNameDisguised from './static_name_disguised.ts';

const called = (name: string) => given.container({ target: { category: 'file', file: { name } } });

new SignatureTester().run(StaticNameDisguised, {
  detects: [
    { name: 'two endings', results: called('invoice.pdf.exe') },
    { name: 'turned around', results: called('invoice\u202efdp.exe') },
    { name: 'out of sight', results: called(`a.doc${' '.repeat(40)}.exe`) },
  ],
  ignores: [
    { name: 'one ending', results: called('setup.exe') },
    { name: 'a version', results: called('setup-1.2.3.exe') },
  ],
});
