import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeEntryPoint from './static_pe_entry_point.ts';

const program = (...pe_sections: object[]) => given.container({ static: { pe_sections } });
const section = (name: string, entropy: number, characteristics: string, size = '0x00020000') => ({
  name,
  entropy,
  characteristics,
  size_of_data: size,
  virtual_size: size,
});
const code = 'IMAGE_SCN_CNT_CODE|IMAGE_SCN_MEM_EXECUTE|IMAGE_SCN_MEM_READ';
const data = 'IMAGE_SCN_CNT_INITIALIZED_DATA|IMAGE_SCN_MEM_READ';
const begins = (ep_section: string | null, ...pe_sections: object[]) =>
  given.container({ static: { pe_sections, pe: { entrypoint: '0x00001000', ep_section } } });

new SignatureTester().run(StaticPeEntryPoint, {
  detects: [
    { name: 'in the header', results: begins(null, section('.text', 6, code), section('.rsrc', 3, data)) },
    { name: 'in the last section', results: begins('.evil', section('.text', 6, code), section('.evil', 7, code)) },
  ],
  ignores: [
    { name: 'in the code', results: begins('.text', section('.text', 6, code), section('.rsrc', 3, data)) },
    { name: 'where nothing is known', results: program(section('.text', 6, code), section('.rsrc', 3, data)) },
    {
      name: 'a report that has no section for it',
      results: given.container({
        static: {
          pe: { entrypoint: '0x00401000' },
          pe_sections: [section('.text', 6, code), section('.rsrc', 3, data)],
        },
      }),
    },
  ],
});
