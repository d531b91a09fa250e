import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeWritableCode from './static_pe_writable_code.ts';

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
const both = `${code}|IMAGE_SCN_MEM_WRITE`;

new SignatureTester().run(StaticPeWritableCode, {
  detects: [
    { name: 'one section', results: program(section('.text', 6, both)) },
    { name: 'one of two', results: program(section('.text', 6, code), section('.x', 1, both)) },
  ],
  ignores: [
    { name: 'code and data', results: program(section('.text', 6, code), section('.rsrc', 3, data)) },
    { name: 'no section', results: program() },
  ],
});
