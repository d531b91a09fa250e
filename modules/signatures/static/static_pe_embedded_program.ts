import { type Results, Signature } from 'ovoscope';
import { entries, pick, staticOf, text } from './_pe.ts';

const PROGRAM = /^(?:PE32|MS-DOS executable|DOS executable|ELF|Mach-O)/i;

/** Installers and tools that bring a driver or a 64-bit part do so. */
export default class StaticPeEmbeddedProgram extends Signature {
  name = 'static_pe_embedded_program';
  description = 'The program carries another one among its resources';
  severity = 2;
  confidence = 60;
  categories = ['static'];
  ttps = ['T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1027/009/'];
  run(results: Results) {
    for (const resource of entries(staticOf(results)['pe_resources'])) {
      if (PROGRAM.test(text(resource['filetype'])))
        this.data.push(pick(resource, 'name', 'offset', 'size', 'filetype'));
    }
    return this.data.length > 0;
  }
}
