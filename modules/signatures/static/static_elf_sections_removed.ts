import { type Results, Signature } from 'ovoscope';
import { count, entries, entry, pick, staticOf, text } from './_pe.ts';

/** Packers do so; compilers leave the table in. */
export default class StaticElfSectionsRemoved extends Signature {
  name = 'static_elf_sections_removed';
  description = 'The program has had its table of sections removed';
  severity = 2;
  confidence = 60;
  categories = ['static', 'linux'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    const elf = entry(staticOf(results)['elf']);
    const header = entry(elf['file_header']);
    const isProgram = /^(?:EXEC|DYN)/.test(text(header['type'])) && entries(elf['program_headers']).length > 0;
    if (!isProgram || count(header['number_of_section_headers']) > 0) return false;
    this.data.push({ ...pick(header, 'type'), segments: entries(elf['program_headers']).length });
    return true;
  }
}
