import { given, SignatureTester } from 'ovoscope/testing';
import StaticElfSectionsRemoved from './static_elf_sections_removed.ts';

const elf = (sections: number, type = 'EXEC (Executable file)') =>
  given.container({
    static: {
      elf: { file_header: { type, number_of_section_headers: sections }, program_headers: [{ type: 'LOAD' }] },
    },
  });

new SignatureTester().run(StaticElfSectionsRemoved, {
  detects: [
    { name: 'a program', results: elf(0) },
    { name: 'one that can lie anywhere', results: elf(0, 'DYN (Shared object file)') },
  ],
  ignores: [
    { name: 'an ordinary one', results: elf(30) },
    { name: 'a core dump', results: elf(0, 'CORE (Core file)') },
  ],
});
