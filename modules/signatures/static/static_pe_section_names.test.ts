import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeSectionNames from './static_pe_section_names.ts';

const named = (...names: string[]) => given.container({ static: { pe_sections: names.map((name) => ({ name })) } });

new SignatureTester().run(StaticPeSectionNames, {
  detects: [
    { name: 'unprintable', results: named('\u0001\u0002x', '.text') },
    { name: 'without a name', results: named('', '.data') },
  ],
  ignores: [
    { name: 'ordinary ones', results: named('.text', '.rdata', '.data', '/4') },
    { name: 'of Delphi', results: named('CODE', 'DATA', 'BSS') },
  ],
});
