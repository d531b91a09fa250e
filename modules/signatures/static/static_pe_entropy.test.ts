import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeEntropy from './static_pe_entropy.ts';

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

new SignatureTester().run(StaticPeEntropy, {
  detects: [
    { name: 'code', results: program(section('.text', 7.8, code)) },
    { name: 'one of two', results: program(section('.text', 6, code), section('.a', 7.95, code, '0x00002000')) },
  ],
  ignores: [
    { name: 'ordinary code', results: program(section('.text', 6.4, code)) },
    { name: 'packed resources', results: program(section('.text', 6.4, code), section('.rsrc', 7.9, data)) },
    { name: 'a few bytes', results: program(section('.a', 7.9, code, '0x00000200')) },
  ],
});
