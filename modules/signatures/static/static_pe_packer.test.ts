import { given, SignatureTester } from 'ovoscope/testing';
import StaticPePacker from './static_pe_packer.ts';

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

new SignatureTester().run(StaticPePacker, {
  detects: [
    { name: 'UPX', results: program(section('UPX0', 0, code), section('UPX1', 7.9, code)) },
    { name: 'VMProtect', results: program(section('.text', 6, code), section('.vmp0', 7.9, code)) },
  ],
  ignores: [
    { name: 'an ordinary one', results: program(section('.text', 6.2, code), section('.rsrc', 4, data)) },
    { name: 'a name like it', results: program(section('.upxa', 6.2, code)) },
  ],
});
