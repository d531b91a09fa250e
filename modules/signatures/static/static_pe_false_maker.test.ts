import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeFalseMaker from './static_pe_false_maker.ts';

const built = (maker: string, pe: object) =>
  given.container({
    static: {
      pe_versioninfo: [{ name: 'CompanyName', value: maker }],
      pe_imports: [{ dll: 'kernel32.dll', imports: [{ name: 'ExitProcess' }] }],
      pe: { rich_header: null, authenticode: null, ...pe },
    },
  });

new SignatureTester().run(StaticPeFalseMaker, {
  detects: [
    { name: 'by another linker', results: built('Microsoft Corporation', { linker_version: '2.56' }) },
    { name: 'in short', results: built('Microsoft', { linker_version: '2.25' }) },
  ],
  ignores: [
    { name: 'another maker', results: built('Example Inc', {}) },
    {
      name: 'with its linker',
      results: built('Microsoft Corporation', { rich_header: { key: '0x1' }, linker_version: '2.1' }),
    },
    { name: 'with an old one', results: built('Microsoft Corporation', { linker_version: '6.0' }) },
    { name: 'signed', results: built('Microsoft Corporation', { authenticode: { signatures: [] } }) },
  ],
});
